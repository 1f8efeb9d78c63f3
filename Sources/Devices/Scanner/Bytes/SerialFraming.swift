internal import KioskCore

/// Cuts the byte stream of a serial scanner (CDC-ACM), or what a keyboard typed, into scans.
struct SerialFraming: Hashable, Sendable {
    typealias Instant = ContinuousClock.Instant

    private let framing: ScanFraming
    private let suffix: ScanSuffix
    private let takesAIM: Bool
    private var joiner: ScanJoiner
    /// A CR ended the last scan; an LF right behind it belongs to it.
    private var mayFollowLF = false

    /// - Parameter takesAIM: The scanner is set to send an AIM identifier before each code.
    init(_ framing: ScanFraming, suffix: ScanSuffix, takesAIM: Bool = false) {
        // A terminator that is nothing never comes.
        self.framing = suffix == .none ? .gap : framing
        self.suffix = suffix
        self.takesAIM = takesAIM
        joiner = ScanJoiner(suffix: suffix)
    }

    var deadline: Instant? { joiner.deadline }

    mutating func receive(_ bytes: some Sequence<UInt8>, now: Instant) -> [ScanOutcome] {
        var outcomes = [tick(now: now)]
        switch framing {
        case .gap: outcomes.append(joiner.join(bytes, isLast: false, gap: ScanLimits.quietEnd, now: now))
        case .terminator:
            var isEmpty = true
            for byte in bytes {
                outcomes.append(receive(byte, now: now))
                isEmpty = false
            }
            // Something is on its way: the wait for its end begins.
            if isEmpty { outcomes.append(joiner.join([], isLast: false, now: now)) }
        }
        return outcomes.compactMap(\.self).compactMap(separateAIM)
    }

    mutating func tick(now: Instant) -> ScanOutcome? {
        joiner.tick(quietEnds: framing == .gap, now: now).flatMap(separateAIM)
    }

    private mutating func receive(_ byte: UInt8, now: Instant) -> ScanOutcome? {
        if mayFollowLF {
            mayFollowLF = false
            if byte == 0x0A { return nil }
        }
        let isLast = suffix.ends(with: byte, after: joiner.last)
        mayFollowLF = isLast && suffix == .lineEnd && byte == 0x0D
        return joiner.join(CollectionOfOne(byte), isLast: isLast, now: now)
    }

    /// - Returns: `nil` for an identifier without a code.
    private func separateAIM(_ outcome: ScanOutcome) -> ScanOutcome? {
        guard takesAIM, case .scan(let scan) = outcome, let aim = AIMIdentifier(scan.bytes.prefix(3)) else {
            return outcome
        }
        let code = Array(scan.bytes.dropFirst(3))
        return code.isEmpty ? nil : .scan(Scan(bytes: code, symbology: aim.text))
    }
}
