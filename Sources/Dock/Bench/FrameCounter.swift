public import KioskCore
import Synchronization

/// A display that counts what it passes on, so that somebody far away can wait for the next picture.
public final class FrameCounter: Display {
    private struct State {
        var frame: Int
        var waiting: [Int: CheckedContinuation<Void, Never>] = [:]
        var nextWaiter = 0
    }
    private let display: any Display
    private let state: Mutex<State>

    /// - Parameter first: The number before the first picture. A kiosk that starts again gives a larger one,
    ///   so that who waits for a picture after the old ones is not left waiting.
    public init(_ display: any Display, after first: Int) {
        self.display = display
        state = Mutex(State(frame: first))
    }

    public var size: PixelSize { display.size }

    public func present(_ frame: Bitmap, damage: [PixelRect]) throws(DisplayFault) {
        try display.present(frame, damage: damage)
        let waiting = state.withLock { state in
            state.frame += 1
            defer { state.waiting = [:] }
            return state.waiting.values.map(\.self)
        }
        for waiter in waiting { waiter.resume() }
    }

    /// The number of the last picture.
    public var frame: Int { state.withLock(\.frame) }

    /// Waits until there is a later picture than this, but no longer than the limit; gives the last one's number.
    public func frame(after frame: Int, within limit: Duration) async -> Int {
        await withTaskGroup { group in
            group.addTask {
                while self.frame <= frame, !Task.isCancelled { await self.nextPresent(after: frame) }
            }
            group.addTask { try? await Task.sleep(for: limit) }
            await group.next()
            group.cancelAll()
        }
        return self.frame
    }

    private func nextPresent(after frame: Int) async {
        let ticket = state.withLock { state in
            state.nextWaiter += 1
            return state.nextWaiter
        }
        await withTaskCancellationHandler {
            await withCheckedContinuation { waiter in
                let isDue = state.withLock { state in
                    if state.frame > frame || Task.isCancelled { return true }
                    state.waiting[ticket] = waiter
                    return false
                }
                if isDue { waiter.resume() }
            }
        } onCancel: {
            state.withLock { $0.waiting.removeValue(forKey: ticket) }?.resume()
        }
    }
}
