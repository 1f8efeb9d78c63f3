package import KioskCore
internal import Synchronization

/// Where scans wait for the one who reads them.
package final class ScanOutlet: Sendable {
    private struct State {
        var mailbox = ScanMailbox()
        var waiter: CheckedContinuation<Scan?, Never>?
        var isFinished = false
    }
    private let state = Mutex(State())
    private let now: @Sendable () -> ContinuousClock.Instant

    package init(now: @escaping @Sendable () -> ContinuousClock.Instant) { self.now = now }

    /// For one reader.
    package func stream() -> AsyncStream<Scan> {
        AsyncStream {
            await self.next()
        } onCancel: {
            self.finish()
        }
    }

    package func put(_ scan: Scan) {
        let waiter: CheckedContinuation<Scan?, Never>? = state.withLock { state in
            guard let waiter = state.waiter else {
                state.mailbox.put(scan, now: now())
                return nil
            }
            state.waiter = nil
            return waiter
        }
        waiter?.resume(returning: scan)
    }

    package func finish() {
        let waiter = state.withLock { state in
            state.isFinished = true
            return state.waiter.take()
        }
        waiter?.resume(returning: nil)
    }

    private func next() async -> Scan? {
        await withCheckedContinuation { continuation in
            let answer: Scan?? = state.withLock { state in
                if let scan = state.mailbox.take(now: now()) { return scan }
                if state.isFinished { return .some(nil) }
                state.waiter = continuation
                return nil
            }
            if let answer { continuation.resume(returning: answer) }
        }
    }
}
