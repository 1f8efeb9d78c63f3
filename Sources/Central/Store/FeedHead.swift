import Synchronization

/// Where the feed ends, for everybody who waits for it to move.
final class FeedHead: Sendable {
    private struct State {
        var sequence: Int64 = 0
        var isClosed = false
        var nextWaiter = 0
        var waiters: [Int: CheckedContinuation<Void, Never>] = [:]
    }

    private let state = Mutex(State())

    /// How many wait now.
    var waiterCount: Int { state.withLock { $0.waiters.count } }

    /// The end has moved; everybody waiting looks again.
    func move(to sequence: Int64) {
        resume { state in
            guard state.sequence != sequence else { return false }
            state.sequence = sequence
            return true
        }
    }

    /// Nobody waits any more: the server is going down.
    func close() {
        resume { state in
            state.isClosed = true
            return true
        }
    }

    /// Waits until the feed has moved past a cursor, a time has passed, or the server goes down.
    func wait(past cursor: Int64, for limit: Duration) async {
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await self.next(past: cursor) }
            group.addTask { try? await Task.sleep(for: limit) }
            await group.next()
            group.cancelAll()
        }
    }

    private func next(past cursor: Int64) async {
        let waiter = state.withLock { state in
            state.nextWaiter += 1
            return state.nextWaiter
        }
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isOver = state.withLock { state in
                    if state.isClosed || state.sequence > cursor || Task.isCancelled { return true }
                    state.waiters[waiter] = continuation
                    return false
                }
                if isOver { continuation.resume() }
            }
        } onCancel: {
            state.withLock { $0.waiters.removeValue(forKey: waiter) }?.resume()
        }
    }

    /// Resumes everybody when the state changed; those whose cursor is not yet passed wait again.
    private func resume(when change: (inout State) -> Bool) {
        let waiters = state.withLock { state in
            guard change(&state) else { return [CheckedContinuation<Void, Never>]() }
            defer { state.waiters.removeAll() }
            return Array(state.waiters.values)
        }
        for waiter in waiters { waiter.resume() }
    }
}
