internal import KioskCore
internal import Synchronization

/// The last known condition and the streams of its changes.
final class PrinterConditions: Sendable {
    private struct State {
        var current: PrinterCondition?
        var watchers: [Int: AsyncStream<PrinterCondition>.Continuation] = [:]
        var next = 0
        var isOver = false
    }

    private let state = Mutex(State())

    var current: PrinterCondition? { state.withLock(\.current) }

    /// Publishes a condition.
    ///
    /// - Returns: Whether it is a change.
    @discardableResult
    func publish(_ condition: PrinterCondition) -> Bool {
        state.withLock { state in
            guard state.current != condition, !state.isOver else { return false }
            state.current = condition
            for watcher in state.watchers.values { watcher.yield(condition) }
            return true
        }
    }

    /// The condition now, if it is known, and every change.
    func stream() -> AsyncStream<PrinterCondition> {
        // The newest counts: a watcher that sleeps needs no history.
        let (stream, continuation) = AsyncStream.makeStream(
            of: PrinterCondition.self, bufferingPolicy: .bufferingNewest(4))
        let id: Int? = state.withLock { state in
            guard !state.isOver else { return nil }
            if let current = state.current { continuation.yield(current) }
            state.next += 1
            state.watchers[state.next] = continuation
            return state.next
        }
        guard let id else {
            continuation.finish()
            return stream
        }
        continuation.onTermination = { [weak self] _ in
            _ = self?.state.withLock { $0.watchers.removeValue(forKey: id) }
        }
        return stream
    }

    func finish() {
        let watchers = state.withLock { state in
            state.isOver = true
            defer { state.watchers.removeAll() }
            return Array(state.watchers.values)
        }
        for watcher in watchers { watcher.finish() }
    }
}
