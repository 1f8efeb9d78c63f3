import Synchronization

/// A number that tasks can wait for: until it has passed a value, a time limit has passed, or it is closed.
public final class WaitableCounter: Sendable {
    private struct State {
        var value: Int64
        var isClosed = false
        var nextWaiter = 0
        var waiters: [Int: CheckedContinuation<Void, Never>] = [:]
    }
    private let state: Mutex<State>

    public init(_ value: Int64 = 0) { state = Mutex(State(value: value)) }

    public var value: Int64 { state.withLock(\.value) }

    /// How many tasks wait now.
    public var waiterCount: Int { state.withLock(\.waiters.count) }

    public func increment() { change { $0.value += 1 } }

    /// Sets the number; waiters are not resumed if it is the same.
    public func set(_ value: Int64) {
        guard self.value != value else { return }
        change { $0.value = value }
    }

    /// Ends all waiting, now and later.
    public func close() { change { $0.isClosed = true } }

    /// Waits until the number is larger than a value; ends early after a time limit, when the counter is
    /// closed, or when the task is cancelled.
    public func wait(past value: Int64, for limit: Duration) async {
        await withTaskGroup { group in
            group.addTask { while await self.waitForChange(past: value) {} }
            group.addTask { try? await Task.sleep(for: limit) }
            await group.next()
            group.cancelAll()
        }
    }

    /// Resumes all waiters after a change; those whose value is not yet passed wait again.
    private func change(_ body: (inout State) -> Void) {
        let waiters = state.withLock { state in
            body(&state)
            defer { state.waiters.removeAll() }
            return Array(state.waiters.values)
        }
        for waiter in waiters { waiter.resume() }
    }

    /// Waits for one change.
    /// - Returns: Whether there is more to wait for.
    private func waitForChange(past value: Int64) async -> Bool {
        let id = state.withLock { state in
            state.nextWaiter += 1
            return state.nextWaiter
        }
        await withTaskCancellationHandler {
            await withCheckedContinuation { waiter in
                let isOver = state.withLock { state in
                    if state.isClosed || state.value > value || Task.isCancelled { return true }
                    state.waiters[id] = waiter
                    return false
                }
                if isOver { waiter.resume() }
            }
        } onCancel: {
            state.withLock { $0.waiters.removeValue(forKey: id) }?.resume()
        }
        return state.withLock { !$0.isClosed && $0.value <= value } && !Task.isCancelled
    }
}
