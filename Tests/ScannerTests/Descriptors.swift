@testable import Devices

/// Report descriptors as the makers' documents describe the reports (devices' manuals; pages are in the
/// tests).
enum Descriptors {
    /// Writes one short item.
    static func item(_ prefix: UInt8, _ value: Int) -> [UInt8] {
        switch value {
        case 0...0xFF: [prefix | 1, UInt8(value)]
        case 0...0xFFFF: [prefix | 2, UInt8(value & 0xFF), UInt8(value >> 8)]
        default: [prefix | 3] + (0..<4).map { UInt8(value >> (8 * $0) & 0xFF) }
        }
    }
    static func page(_ page: Int) -> [UInt8] { item(0x04, page) }
    static func usage(_ usage: Int) -> [UInt8] { item(0x08, usage) }
    static func size(_ bits: Int, _ count: Int) -> [UInt8] { item(0x74, bits) + item(0x94, count) }
    static func reportID(_ id: Int) -> [UInt8] { item(0x84, id) }
    static let input: [UInt8] = item(0x80, 2)
    static let bufferedInput: [UInt8] = item(0x80, 0x102)
    static let padding: [UInt8] = item(0x80, 3)
    static func collection(_ kind: Int, _ content: [UInt8]...) -> [UInt8] {
        item(0xA0, kind) + content.flatMap(\.self) + [0xC0]
    }
    /// Page 0x8C, bar code scanner, scanned data report.
    static func scanner(_ content: [UInt8]...) -> [UInt8] {
        page(0x8C) + usage(0x02) + collection(1, usage(0x12) + collection(2, content.flatMap(\.self)))
    }
    static func bytes(_ count: Int, _ usages: Int..., page of: Int = 0x8C) -> [UInt8] {
        page(of) + usages.flatMap(usage) + size(8, count) + input
    }
    static let byteCount: [UInt8] = bytes(1, 0x3B, page: 0x01)
    static let aim: [UInt8] = bytes(3, 0xFB, 0xFC, 0xFD)
    static let continued: [UInt8] = page(0x8C) + usage(0xFF) + size(1, 1) + input + size(7, 1) + padding

    /// 0 id 2; 1 length; 2…4 AIM; 5…60 data; 61 Honeywell's own id; 62 reserved; 63 bit 0 continued.
    static let honeywell = scanner(
        reportID(2), byteCount, aim, bytes(56, 0xFE), bytes(1, 0x04, page: 0xFF66), size(8, 1) + padding,
        continued)
    /// 0 id 2; 1 length; 2…57 data; 58…61 reserved; 62 Newland's own id; 63 bit 0 continued; no AIM.
    static let newland = scanner(
        reportID(2), byteCount, bytes(56, 0xFE), size(8, 4) + padding, bytes(1, 0x01, page: 0xFF00), continued
    )
    /// One byte more before the AIM identifier, as some makers have.
    static let shifted = scanner(
        reportID(2), byteCount, size(8, 1) + padding, aim, bytes(56, 0xFE), size(8, 1) + padding, continued)
    /// 0 id 1; 1 length 0…62; 2…63 data; no flag.
    static let microscan = scanner(reportID(1), byteCount, bytes(62, 0xFE))
    /// No numbers, no count, no symbology: data, then the flag.
    static let bare = scanner(bytes(63, 0xFE), continued)
    /// The flag and the count come last, data is named byte by byte, and the first usage brings its own page.
    static let backwards = scanner(
        reportID(7),
        page(0x8C) + Array(repeating: usage(0xFE), count: 20).flatMap(\.self) + size(8, 20) + input,
        [0x0B, 0xFB, 0x00, 0x8C, 0x00] + usage(0xFC) + usage(0xFD) + size(8, 3) + input, continued, byteCount)

    static let layouts: [(name: String, bytes: [UInt8])] = [
        ("Honeywell", honeywell), ("Newland", newland), ("one byte more", shifted), ("Microscan", microscan),
        ("bare", bare), ("backwards", backwards),
    ]

    /// HID 1.11 appendix B.1.
    static let bootKeyboard: [UInt8] = [
        0x05, 0x01, 0x09, 0x06, 0xA1, 0x01, 0x05, 0x07, 0x19, 0xE0, 0x29, 0xE7, 0x15, 0x00, 0x25, 0x01, 0x75,
        0x01,
        0x95, 0x08, 0x81, 0x02, 0x95, 0x01, 0x75, 0x08, 0x81, 0x01, 0x95, 0x05, 0x75, 0x01, 0x05, 0x08, 0x19,
        0x01,
        0x29, 0x05, 0x91, 0x02, 0x95, 0x01, 0x75, 0x03, 0x91, 0x01, 0x95, 0x06, 0x75, 0x08, 0x15, 0x00, 0x25,
        0x65,
        0x05, 0x07, 0x19, 0x00, 0x29, 0x65, 0x81, 0x00, 0xC0,
    ]
}

/// Writes reports as a scanner with this layout would.
struct ReportWriter {
    var layout: HIDPOSLayout
    var report: HIDPOSLayout.Report

    init?(_ layout: HIDPOSLayout) {
        guard let report = layout.reports.first else { return nil }
        self.layout = layout
        self.report = report
    }

    func reports(_ payload: [UInt8], aim: String? = "]Q1") -> [[UInt8]] {
        let parts = stride(from: 0, to: max(1, payload.count), by: report.capacity).map {
            Array(payload[$0..<min($0 + report.capacity, payload.count)])
        }
        return parts.enumerated().map { index, part in
            self.part(part, aim: aim, isContinued: index < parts.count - 1)
        }
    }

    func part(_ part: [UInt8], count: Int? = nil, aim: String? = "]Q1", isContinued: Bool) -> [UInt8] {
        var body = [UInt8](repeating: 0, count: layout.longestReport - (layout.numbersReports ? 1 : 0))
        for (position, byte) in zip(report.data.flatMap(\.self), part) { body[position] = byte }
        if let bits = report.byteCount { set(bits, count ?? part.count, in: &body) }
        if let bits = report.isContinued { set(bits, isContinued ? 1 : 0, in: &body) }
        for (bits, byte) in zip(report.symbology, aim?.utf8.map(Int.init) ?? []) {
            set(bits, byte, in: &body)
        }
        return (report.id.map { [$0] } ?? []) + body
    }

    private func set(_ bits: HIDBits, _ value: Int, in body: inout [UInt8]) {
        for bit in 0..<bits.size where value >> bit & 1 == 1 {
            body[(bits.offset + bit) / 8] |= 1 << ((bits.offset + bit) % 8)
        }
    }
}
