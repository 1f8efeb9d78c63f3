import Synchronization

/// Lets one in at a time, in the order of coming, across the waits inside.
final class Turn: Sendable {
    private struct State {
        var isTaken = false
        var queue: [CheckedContinuation<Void, Never>] = []
    }
    private let state = Mutex(State())

    func take(_ work: () async -> Void) async {
        await withCheckedContinuation { place in
            let isFree = state.withLock { state in
                guard state.isTaken else {
                    state.isTaken = true
                    return true
                }
                state.queue.append(place)
                return false
            }
            if isFree { place.resume() }
        }
        await work()
        let next = state.withLock { state in
            if state.queue.isEmpty { state.isTaken = false }
            return state.queue.isEmpty ? nil : state.queue.removeFirst()
        }
        next?.resume()
    }
}
