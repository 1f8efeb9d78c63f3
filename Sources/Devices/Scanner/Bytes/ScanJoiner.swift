package import KioskCore

/// What became of bytes that came from a scanner.
package enum ScanOutcome: Hashable, Sendable {
    case scan(Scan)
    /// A code that did not come whole is never handed on: half a dossier code may be somebody else's.
    case dropped(ScanLoss)
}

/// Why a scan was thrown away.
public enum ScanLoss: String, CaseIterable, Hashable, Sendable {
    /// More than ``ScanLimits/maxByteCount``.
    case tooLong
    /// The rest did not come in time.
    case incomplete
    /// A report that contradicts itself.
    case malformed
}

/// Bounds of one scan.
public enum ScanLimits {
    /// A QR code of version 40 holds 2,953 bytes.
    public static let maxByteCount = 4096
    /// Between two parts of one scan.
    public static let partGap = Duration.milliseconds(300)
    /// Between two keys or packets of one scan, when nothing else marks its end.
    public static let quietEnd = Duration.milliseconds(100)
    /// What comes so soon after a broken scan is the rest of it.
    public static let restOfBroken = Duration.seconds(1)
    /// A scan that nobody read is dropped after this.
    public static let expiry = Duration.seconds(1)
}

/// Joins the parts of one scan: bytes first, text later, because a part may end inside a letter.
struct ScanJoiner: Hashable, Sendable {
    typealias Instant = ContinuousClock.Instant

    private enum State: Hashable, Sendable {
        case idle
        case joining(deadline: Instant)
        /// The rest of a broken scan is still to come.
        case skipping(until: Instant)
    }

    private var state = State.idle
    private var bytes: [UInt8] = []
    /// From the first part that has one.
    private(set) var symbology: String?
    let suffix: ScanSuffix

    init(suffix: ScanSuffix) { self.suffix = suffix }

    /// When ``tick(now:)`` has something to do.
    var deadline: Instant? {
        switch state {
        case .idle: nil
        case .joining(let deadline): deadline
        case .skipping(let until): until
        }
    }

    var isJoining: Bool { if case .joining = state { true } else { false } }
    var last: UInt8? { isJoining ? bytes.last : nil }

    /// - Parameters:
    ///   - gap: How long to wait for the next part.
    mutating func join(
        _ part: some Sequence<UInt8>, isLast: Bool, symbology partSymbology: String? = nil,
        gap: Duration = ScanLimits.partGap, now: Instant
    ) -> ScanOutcome? {
        if case .skipping(let until) = state {
            if now < until {
                state = isLast ? .idle : .skipping(until: max(until, now + gap))
                return nil
            }
            forget()
        }
        symbology = symbology ?? partSymbology
        bytes.append(contentsOf: part)
        guard bytes.count <= ScanLimits.maxByteCount else {
            return giveUp(.tooLong, isLast: isLast, now: now)
        }
        state = .joining(deadline: now + gap)
        return isLast ? finish() : nil
    }

    /// The scan is whole.
    mutating func finish() -> ScanOutcome? {
        defer { forget() }
        guard isJoining else { return nil }
        let code = suffix.stripped(from: bytes)
        return code.isEmpty ? nil : .scan(Scan(bytes: code, symbology: symbology))
    }

    /// The scan is broken; what is left of it is passed over.
    mutating func giveUp(_ loss: ScanLoss, isLast: Bool, now: Instant) -> ScanOutcome {
        forget()
        if !isLast { state = .skipping(until: now + ScanLimits.restOfBroken) }
        return .dropped(loss)
    }

    /// - Parameter quietEnds: Whether silence ends a scan, or breaks it.
    mutating func tick(quietEnds: Bool, now: Instant) -> ScanOutcome? {
        guard let deadline, now >= deadline else { return nil }
        guard isJoining else {
            forget()
            return nil
        }
        return quietEnds ? finish() : giveUp(.incomplete, isLast: false, now: now)
    }

    private mutating func forget() {
        state = .idle
        bytes.removeAll(keepingCapacity: true)
        symbology = nil
    }
}
