/// Reads the input reports of a scanner in HID POS mode.
package struct HIDPOSReader: Hashable, Sendable {
    private let layout: HIDPOSLayout
    private var joiner: ScanJoiner
    private var reportID: UInt8?
    /// The report that is being joined tells by its fill only that another one follows.
    private var quietEnds = false

    init(_ layout: HIDPOSLayout, suffix: ScanSuffix) {
        self.layout = layout
        joiner = ScanJoiner(suffix: suffix)
    }

    /// - Throws: What makes the device no HID POS scanner.
    package init(reportDescriptor: [UInt8]) throws {
        self.init(try HIDPOSLayout(reportDescriptor: reportDescriptor), suffix: .none)
    }

    var deadline: ContinuousClock.Instant? { joiner.deadline }

    package mutating func receive(_ bytes: [UInt8], now: ContinuousClock.Instant) -> [ScanOutcome] {
        var outcomes = [tick(now: now)]
        let id = layout.numbersReports ? bytes.first : nil
        // Reports about triggers, batteries and the like are no concern of ours.
        guard let report = layout.reports.first(where: { $0.id == id }) else {
            return outcomes.compactMap(\.self)
        }
        let body = layout.numbersReports ? bytes.dropFirst() : bytes[...]
        let partSymbology = symbology(report, body)
        let isOtherScan =
            id != reportID
            || (partSymbology != nil && joiner.symbology != nil && partSymbology != joiner.symbology)
        if joiner.isJoining, isOtherScan {
            outcomes.append(joiner.giveUp(.incomplete, isLast: true, now: now))
        }
        reportID = id
        outcomes.append(join(report, body, partSymbology, now: now))
        return outcomes.compactMap(\.self)
    }

    mutating func tick(now: ContinuousClock.Instant) -> ScanOutcome? {
        joiner.tick(quietEnds: quietEnds, now: now)
    }

    private mutating func join(
        _ report: HIDPOSLayout.Report, _ body: ArraySlice<UInt8>, _ partSymbology: String?,
        now: ContinuousClock.Instant
    ) -> ScanOutcome? {
        let saysContinued = report.isContinued.map { $0.value(in: body) != 0 }
        let available = report.data.flatMap { run in
            body[
                body.startIndex + min(run.lowerBound, body.count)..<body.startIndex
                    + min(run.upperBound, body.count)]
        }
        let count = report.byteCount.map { Int($0.value(in: body)) }
        if let count, count > available.count {
            // In the middle of a scan its flag says nothing of where the scan ends.
            return joiner.giveUp(.malformed, isLast: !joiner.isJoining && saysContinued != true, now: now)
        }
        // Without a flag, a full report means that more may follow, until silence says otherwise.
        let goesOn = saysContinued ?? (count == report.capacity)
        quietEnds = saysContinued == nil
        let data = count.map { available.prefix($0) } ?? Self.withoutPadding(available, isLast: !goesOn)
        return joiner.join(data, isLast: !goesOn, symbology: partSymbology, now: now)
    }

    private static func withoutPadding(_ data: [UInt8], isLast: Bool) -> ArraySlice<UInt8> {
        guard isLast else { return data[...] }
        let end = data.lastIndex { $0 != 0 }.map { $0 + 1 } ?? 0
        return data[..<end]
    }

    /// The AIM identifier (ISO/IEC 15424); makers' own codes are not.
    private func symbology(_ report: HIDPOSLayout.Report, _ body: ArraySlice<UInt8>) -> String? {
        AIMIdentifier(report.symbology.map { UInt8(truncatingIfNeeded: $0.value(in: body)) })?.text
    }
}

/// A symbology identifier such as `]Q1` (QR code) or `]C0` (Code 128), ISO/IEC 15424.
struct AIMIdentifier: Hashable, Sendable {
    let text: String

    /// - Parameter bytes: Exactly three.
    init?(_ bytes: some Collection<UInt8>) {
        let bytes = Array(bytes)
        guard bytes.count == 3, bytes[0] == UInt8(ascii: "]"), Self.isLetter(bytes[1]),
            Self.isLetter(bytes[2]) || (0x30...0x39).contains(bytes[2])
        else { return nil }
        text = String(decoding: bytes, as: UTF8.self)
    }

    private static func isLetter(_ byte: UInt8) -> Bool { (0x41...0x5A).contains(byte & 0xDF) }
}
