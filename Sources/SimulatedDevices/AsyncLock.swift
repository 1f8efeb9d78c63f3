import Synchronization

/// A lock that is held across suspensions; waiters get it in the order of their arrival.
final class AsyncLock: Sendable {
    private struct State {
        var isHeld = false
        var waiters: [CheckedContinuation<Void, Never>] = []
    }
    private let state = Mutex(State())

    func withLock(_ work: () async -> Void) async {
        await withCheckedContinuation { waiter in
            let isFree = state.withLock { state in
                guard state.isHeld else {
                    state.isHeld = true
                    return true
                }
                state.waiters.append(waiter)
                return false
            }
            if isFree { waiter.resume() }
        }
        await work()
        let next = state.withLock { state in
            if state.waiters.isEmpty { state.isHeld = false }
            return state.waiters.isEmpty ? nil : state.waiters.removeFirst()
        }
        next?.resume()
    }
}
