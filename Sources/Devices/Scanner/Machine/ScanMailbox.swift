internal import KioskCore

/// Scans that wait to be taken: few, and not for long.
///
/// What nobody asked for within a second is forgotten, so that a code held under the scanner during one
/// screen never acts on a later one.
struct ScanMailbox {
    static let most = 64

    private var waiting: [(scan: Scan, until: ContinuousClock.Instant)] = []

    /// The oldest makes room.
    mutating func put(_ scan: Scan, now: ContinuousClock.Instant) {
        forget(now)
        if waiting.count == Self.most { waiting.removeFirst() }
        waiting.append((scan, now + ScannerTimes.unasked))
    }

    mutating func take(now: ContinuousClock.Instant) -> Scan? {
        forget(now)
        return waiting.isEmpty ? nil : waiting.removeFirst().scan
    }

    private mutating func forget(_ now: ContinuousClock.Instant) { waiting.removeAll { $0.until <= now } }
}
