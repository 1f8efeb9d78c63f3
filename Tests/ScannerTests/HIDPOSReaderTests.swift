import KioskCore
import Testing

@testable import Devices

@Suite struct HIDPOSReaderTests {
    let start = Instant.now

    func reader(_ descriptor: [UInt8], suffix: ScanSuffix = .none) throws -> (HIDPOSReader, ReportWriter) {
        let layout = try HIDPOSLayout(reportDescriptor: descriptor)
        return (HIDPOSReader(layout, suffix: suffix), try #require(ReportWriter(layout)))
    }

    @Test(arguments: Descriptors.layouts.map(\.bytes))
    func `every length is read byte for byte, whatever letter a report's end cuts`(_ descriptor: [UInt8])
        throws
    {
        var (reader, writer) = try reader(descriptor)
        let text = Array(String(repeating: slip + " ", count: 6).utf8)
        for length in 1...text.count {
            let payload = Array(text.suffix(length))
            var outcomes: [ScanOutcome] = []
            for report in writer.reports(payload) { outcomes += reader.receive(report, now: start) }
            outcomes += [reader.tick(now: start + ScanLimits.partGap)].compactMap(\.self)
            #expect(outcomes.scans.map(\.bytes) == [payload])
        }
    }

    @Test func `the AIM identifier is the symbology, and a maker's own code is not`() throws {
        var (reader, writer) = try reader(Descriptors.honeywell)
        #expect(
            reader.receive(writer.reports([0x41], aim: "]C0")[0], now: start) == [.scan(Scan("A", "]C0"))])
        #expect(
            reader.receive(writer.reports([0x41], aim: "]d2")[0], now: start) == [.scan(Scan("A", "]d2"))])
        #expect(
            reader.receive(writer.reports([0x41], aim: "s\0\0")[0], now: start) == [.scan(Scan("A", nil))])
        #expect(reader.receive(writer.reports([0x41], aim: nil)[0], now: start) == [.scan(Scan("A", nil))])
    }

    @Test(arguments: Descriptors.layouts.map(\.bytes))
    func `ten thousand scans in a row come without loss or duplicate`(_ descriptor: [UInt8]) throws {
        var (reader, writer) = try reader(descriptor)
        var generator = SeededGenerator(seed: 8)
        var now = start
        for number in 0..<10_000 {
            // Not every code is Vietnamese: bytes at random, which end in no zero (some layouts pad with
            // them).
            let body = (0..<Int.random(in: 0...150, using: &generator)).map { _ in
                UInt8.random(in: 0...255, using: &generator)
            }
            let payload = Array("\(number):".utf8) + body + [0x21]
            var outcomes: [ScanOutcome] = []
            for report in writer.reports(payload) { outcomes += reader.receive(report, now: now) }
            now += .milliseconds(500)
            outcomes += [reader.tick(now: now)].compactMap(\.self)
            #expect(outcomes.scans.map(\.bytes) == [payload])
        }
    }

    @Test func `a part that stays away drops the scan, and its rest when it comes`() throws {
        var (reader, writer) = try reader(Descriptors.honeywell)
        let parts = writer.reports(Array(repeating: 0x41, count: 130))
        #expect(parts.count == 3)
        #expect(reader.receive(parts[0], now: start).isEmpty)
        let late = start + ScanLimits.partGap
        #expect(reader.deadline == late)
        #expect(reader.tick(now: late) == .dropped(.incomplete))
        #expect(reader.receive(parts[1], now: late + .milliseconds(50)).isEmpty)
        #expect(reader.receive(parts[2], now: late + .milliseconds(60)).isEmpty)
        #expect(
            reader.receive(writer.reports([0x42])[0], now: late + .milliseconds(70)) == [
                .scan(Scan("B", "]Q1"))
            ])
    }

    @Test func `after a broken scan a second of silence is enough`() throws {
        var (reader, writer) = try reader(Descriptors.honeywell)
        _ = reader.receive(writer.part([0x41], isContinued: true), now: start)
        #expect(reader.tick(now: start + .milliseconds(300)) == .dropped(.incomplete))
        #expect(
            reader.receive(writer.reports([0x42])[0], now: start + .seconds(2)) == [.scan(Scan("B", "]Q1"))])
        #expect(reader.deadline == nil)
    }

    @Test func `what is longer than any code is dropped to its end`() throws {
        var (reader, writer) = try reader(Descriptors.honeywell)
        var outcomes: [ScanOutcome] = []
        for report in writer.reports(Array(repeating: 0x41, count: 5000)) {
            outcomes += reader.receive(report, now: start)
        }
        #expect(outcomes == [.dropped(.tooLong)])
        #expect(reader.receive(writer.reports([0x42])[0], now: start) == [.scan(Scan("B", "]Q1"))])
        var whole: [ScanOutcome] = []
        for report in writer.reports(Array(repeating: 0x41, count: 4096)) {
            whole += reader.receive(report, now: start)
        }
        #expect(whole.scans.map(\.bytes.count) == [4096])
    }

    @Test func `a count beyond the report is a malformed report`() throws {
        var (reader, writer) = try reader(Descriptors.honeywell)
        #expect(
            reader.receive(writer.part([1], count: 57, isContinued: false), now: start) == [
                .dropped(.malformed)
            ])
        #expect(reader.receive([2, 10, 0x5D, 0x51, 0x31, 0x41], now: start) == [.dropped(.malformed)])
        #expect(reader.receive([], now: start).isEmpty)
        #expect(reader.receive([9, 1, 2, 3], now: start).isEmpty)
        #expect(reader.receive(writer.reports([])[0], now: start).isEmpty)
        #expect(reader.receive(writer.reports([0x42])[0], now: start) == [.scan(Scan("B", "]Q1"))])
    }

    @Test func `a report shorter than announced counts as far as it goes`() throws {
        var (reader, writer) = try reader(Descriptors.honeywell)
        let short = Array(writer.reports([0x41, 0x42])[0].prefix(7))
        #expect(reader.receive(short, now: start) == [.scan(Scan("AB", "]Q1"))])
    }

    @Test func `another symbology or report in the middle is another scan`() throws {
        var (reader, writer) = try reader(Descriptors.honeywell)
        _ = reader.receive(writer.part([0x41], aim: "]Q1", isContinued: true), now: start)
        let next = reader.receive(writer.part([0x42], aim: "]C0", isContinued: false), now: start)
        #expect(next == [.dropped(.incomplete), .scan(Scan("B", "]C0"))])
        let two = Descriptors.scanner(
            Descriptors.reportID(2), Descriptors.byteCount, Descriptors.bytes(8, 0xFE), Descriptors.continued,
            Descriptors.reportID(3), Descriptors.byteCount, Descriptors.bytes(8, 0xFE), Descriptors.continued)
        var (both, _) = try self.reader(two)
        #expect(both.receive([2, 1, 0x41, 0, 0, 0, 0, 0, 0, 0, 1], now: start).isEmpty)
        let other = both.receive([3, 1, 0x42, 0, 0, 0, 0, 0, 0, 0, 0], now: start)
        #expect(other == [.dropped(.incomplete), .scan(Scan("B"))])
    }

    @Test(arguments: [
        (ScanSuffix.none, "A\r\n", "A\r\n"), (.cr, "A\r", "A"), (.cr, "A\r\r", "A\r"), (.lf, "A\n", "A"),
        (.crlf, "A\r\n", "A"), (.crlf, "A\n", "A\n"), (.tab, "A\t", "A"), (.lineEnd, "A \r\n", "A "),
        (.lineEnd, "A\n\n", "A\n"), (.lineEnd, "A", "A"),
    ])
    func `at most one suffix is taken off`(suffix: ScanSuffix, sent: String, read: String) throws {
        var (reader, writer) = try reader(Descriptors.honeywell, suffix: suffix)
        #expect(reader.receive(writer.reports(Array(sent.utf8))[0], now: start) == [.scan(Scan(read, "]Q1"))])
    }
}
