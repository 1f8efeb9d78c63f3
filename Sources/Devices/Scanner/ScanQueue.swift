package import KioskCore
internal import Synchronization

/// The queue between the scanner thread and the one reader of scans.
package final class ScanQueue: Sendable {
    private struct State {
        var backlog = ScanBacklog()
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

    package func send(_ scan: Scan) {
        let waiter: CheckedContinuation<Scan?, Never>? = state.withLock { state in
            guard let waiter = state.waiter else {
                state.backlog.append(scan, now: now())
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
            let result: Scan?? = state.withLock { state in
                if let scan = state.backlog.popFirst(now: now()) { return scan }
                if state.isFinished { return .some(nil) }
                state.waiter = continuation
                return nil
            }
            if let result { continuation.resume(returning: result) }
        }
    }
}

/// Scans that wait for their reader: few, and not for long.
///
/// A scan that was not read within a second is dropped, so that a code held under the scanner during one
/// screen never acts on a later one.
struct ScanBacklog {
    static let capacity = 64

    private var waiting: [(scan: Scan, until: ContinuousClock.Instant)] = []

    /// Drops the oldest scan when full.
    mutating func append(_ scan: Scan, now: ContinuousClock.Instant) {
        dropExpired(now)
        if waiting.count == Self.capacity { waiting.removeFirst() }
        waiting.append((scan, now + ScanLimits.expiry))
    }

    mutating func popFirst(now: ContinuousClock.Instant) -> Scan? {
        dropExpired(now)
        return waiting.isEmpty ? nil : waiting.removeFirst().scan
    }

    private mutating func dropExpired(_ now: ContinuousClock.Instant) {
        waiting.removeAll { $0.until <= now }
    }
}
