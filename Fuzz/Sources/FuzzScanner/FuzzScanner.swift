import KioskCore

@testable import ScannerBytes

/// What a plugged-in device may send: a report descriptor, and reports at their times.
///
/// Byte 0 chooses how to read, byte 1 is the descriptor's length; then the descriptor, then for each report a
/// length, a pause in units of 10 ms, and bytes. Must hold: no trap, bounded scans, none empty, rest at the end.
@c(LLVMFuzzerTestOneInput)
func fuzz(_ start: UnsafePointer<UInt8>?, _ size: Int) -> CInt {
    guard let start, size >= 2 else { return 0 }
    let bytes = Array(UnsafeBufferPointer(start: start, count: size))
    let descriptor = Array(bytes[2..<min(size, 2 + Int(bytes[1]))])
    let reports = Array(bytes[min(size, 2 + descriptor.count)...])
    let suffix = ScanSuffix.allCases[Int(bytes[0] >> 4) % ScanSuffix.allCases.count]
    let framing: ScanFraming = bytes[0] & 8 == 0 ? .gap : .terminator
    switch bytes[0] & 3 {
    case 0:
        // With the one descriptor that is known to work, so that reports are tried deeply.
        guard let layout = try? HIDPOSLayout(reportDescriptor: honeywell) else {
            fatalError("Honeywell's layout")
        }
        var reader = HIDPOSReader(layout, suffix: suffix)
        play(reports, { reader.receive($0, now: $1) }, { reader.tick(now: $0) }, { reader.deadline })
    case 1:
        guard let layout = try? HIDPOSLayout(reportDescriptor: descriptor) else { return 0 }
        check(layout)
        var reader = HIDPOSReader(layout, suffix: suffix)
        play(reports, { reader.receive($0, now: $1) }, { reader.tick(now: $0) }, { reader.deadline })
    case 2:
        var wedge = KeyboardWedge(SerialFraming(framing, suffix: suffix))
        play(reports, { wedge.receive($0, now: $1) }, { wedge.tick(now: $0) }, { wedge.deadline })
    default:
        var serial = SerialFraming(framing, suffix: suffix, takesAIM: bytes[0] & 4 != 0)
        play(reports, { serial.receive($0, now: $1) }, { serial.tick(now: $0) }, { serial.deadline })
    }
    return 0
}

private func check(_ layout: HIDPOSLayout) {
    for report in layout.reports {
        precondition(report.capacity > 0)
        for run in report.data {
            precondition(!run.isEmpty && run.lowerBound >= 0 && run.upperBound <= layout.longestReport)
        }
    }
}

private func play(
    _ script: [UInt8], _ receive: ([UInt8], ContinuousClock.Instant) -> [ScanOutcome],
    _ tick: (ContinuousClock.Instant) -> ScanOutcome?, _ deadline: () -> ContinuousClock.Instant?
) {
    var now = ContinuousClock.now
    var position = 0
    var outcomes: [ScanOutcome] = []
    while position + 2 <= script.count {
        let end = min(script.count, position + 2 + Int(script[position]))
        now += .milliseconds(10 * Int(script[position + 1]))
        if let due = deadline(), due <= now, let outcome = tick(now) { outcomes.append(outcome) }
        outcomes += receive(Array(script[position + 2..<end]), now)
        position = end
    }
    // Silence brings every reader to rest: it asks for no more wake-ups.
    for _ in 0..<3 {
        now += .seconds(5)
        if let outcome = tick(now) { outcomes.append(outcome) }
    }
    precondition(deadline() == nil)
    for case .scan(let scan) in outcomes {
        precondition(!scan.bytes.isEmpty && scan.bytes.count <= ScanLimits.maxByteCount)
    }
}

private let honeywell: [UInt8] = [
    0x05, 0x8C, 0x09, 0x02, 0xA1, 0x01, 0x09, 0x12, 0xA1, 0x02, 0x85, 0x02, 0x75, 0x08, 0x95, 0x01, 0x05,
    0x01, 0x09,
    0x3B, 0x81, 0x02, 0x95, 0x03, 0x05, 0x8C, 0x09, 0xFB, 0x09, 0xFC, 0x09, 0xFD, 0x81, 0x02, 0x95, 0x38,
    0x09, 0xFE,
    0x82, 0x02, 0x01, 0x95, 0x02, 0x81, 0x03, 0x95, 0x01, 0x75, 0x01, 0x09, 0xFF, 0x81, 0x02, 0x75, 0x07,
    0x81, 0x03,
    0xC0, 0xC0,
]
