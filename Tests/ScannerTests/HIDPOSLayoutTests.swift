import Foundation
import KioskCore
import Testing

@testable import Devices

@Suite struct HIDPOSLayoutTests {
    /// Positions count the report's number, as the manuals do.
    struct Documented: CustomStringConvertible {
        var description: String
        var descriptor: [UInt8]
        var id: UInt8?
        var data: Range<Int>
        var count: Int?
        var aim: Int?
        var continued: Int?
        var length = 64
    }

    static let documented = [
        Documented(
            description: "Honeywell, Youjie, Access-IS", descriptor: Descriptors.honeywell, id: 2,
            data: 5..<61, count: 1,
            aim: 2, continued: 63),
        Documented(
            description: "Newland FM420", descriptor: Descriptors.newland, id: 2, data: 2..<58, count: 1,
            continued: 63),
        Documented(
            description: "one byte more", descriptor: Descriptors.shifted, id: 2, data: 6..<62, count: 1,
            aim: 3,
            continued: 63),
        Documented(
            description: "Microscan MS-4", descriptor: Descriptors.microscan, id: 1, data: 2..<64, count: 1),
        Documented(description: "bare", descriptor: Descriptors.bare, data: 0..<63, continued: 63),
    ]

    @Test(arguments: documented)
    func `the documented layouts come out of the descriptor`(_ maker: Documented) throws {
        let layout = try HIDPOSLayout(reportDescriptor: maker.descriptor)
        let report = try #require(layout.reports.first)
        let shift = layout.numbersReports ? 1 : 0
        #expect(layout.longestReport == maker.length)
        #expect(report.id == maker.id)
        #expect(report.data.map { $0.lowerBound + shift..<$0.upperBound + shift } == [maker.data])
        #expect(report.byteCount.map { $0.offset / 8 + shift } == maker.count)
        #expect(report.symbology.first.map { $0.offset / 8 + shift } == maker.aim)
        #expect(report.isContinued.map { $0.offset / 8 + shift } == maker.continued)
        #expect(report.isContinued.map(\.offset).map { $0 % 8 } == maker.continued.map { _ in 0 })
    }

    static let refused: [([UInt8], HIDPOSRefusal)] = [
        (Descriptors.bootKeyboard, .noScanner),
        ([], .noScanner),
        (Descriptors.scanner(Descriptors.byteCount), .noDecodedData),
        (Descriptors.page(0xFF45) + Descriptors.usage(0x20) + Descriptors.collection(1), .otherProtocol),
        (
            Descriptors.scanner(
                Descriptors.page(0x8C) + Descriptors.usage(0xFE), Descriptors.size(16, 20),
                Descriptors.input),
            .dataOfOtherSize(bits: 16)
        ),
        (
            Descriptors.scanner(Descriptors.size(4, 1), Descriptors.padding, Descriptors.bytes(8, 0xFE)),
            .dataBetweenBytes(bit: 4)
        ),
        ([0x05], .unreadable(.truncated(offset: 0))),
    ]

    @Test(arguments: refused)
    func `what is no HID POS scanner is refused with a reason`(bytes: [UInt8], refusal: HIDPOSRefusal) {
        #expect(throws: refusal) { try HIDPOSLayout(reportDescriptor: bytes) }
        #expect(!refusal.description.isEmpty)
    }

    /// Binary files, or hexadecimal digits with anything between them that is none.
    static let folder = ProcessInfo.processInfo.environment["KIOSK_HID_DESCRIPTORS"]

    @Test(.enabled(if: folder != nil, "KIOSK_HID_DESCRIPTORS names no folder of foreign report descriptors"))
    func `a descriptor never seen before is read or refused with a reason`() throws {
        let folder = URL(filePath: try #require(Self.folder))
        let files = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
        try #require(!files.isEmpty, "\(folder.path) is empty")
        for file in files.sorted(by: { $0.path < $1.path }) {
            let bytes = Self.descriptor([UInt8](try Data(contentsOf: file)))
            do throws(HIDPOSRefusal) {
                let layout = try HIDPOSLayout(reportDescriptor: bytes)
                print(
                    "\(file.lastPathComponent): \(layout.reports.map { "report \($0.id ?? 0): data \($0.data)" })"
                )
                expectReadable(layout, file.lastPathComponent)
            } catch {
                print("\(file.lastPathComponent): refused: \(error)")
                #expect(!error.description.isEmpty)
            }
        }
    }

    static func descriptor(_ contents: [UInt8]) -> [UInt8] {
        let text = String(validating: contents, as: UTF8.self)
        guard let text,
            text.allSatisfy({ $0.isHexDigit || $0.isWhitespace || ",:;x#-\"'{}()[]".contains($0) })
        else {
            return contents
        }
        let digits = text.replacing("0x", with: " ").filter(\.isHexDigit)
        return stride(from: 0, to: digits.count - 1, by: 2).compactMap { at in
            let start = digits.index(digits.startIndex, offsetBy: at)
            return UInt8(digits[start...digits.index(after: start)], radix: 16)
        }
    }

    @Test(arguments: Descriptors.layouts.map(\.name), Descriptors.layouts.map(\.bytes))
    func `what one layout writes, it reads`(name: String, bytes: [UInt8]) throws {
        expectReadable(try HIDPOSLayout(reportDescriptor: bytes), name)
    }

    /// A scan written where the layout says comes back whole.
    func expectReadable(_ layout: HIDPOSLayout, _ name: String) {
        guard let writer = ReportWriter(layout) else { return }
        var reader = HIDPOSReader(layout, suffix: .none)
        let start = Instant.now
        var outcomes: [ScanOutcome] = []
        for report in writer.reports(Array(slip.utf8)) { outcomes += reader.receive(report, now: start) }
        outcomes += [reader.tick(now: start + ScanLimits.partGap)].compactMap(\.self)
        #expect(outcomes.scans.map(\.bytes) == [Array(slip.utf8)], "\(name)")
    }
}
