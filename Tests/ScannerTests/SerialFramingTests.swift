import KioskCore
import Testing

@testable import Devices

@Suite struct SerialFramingTests {
    let start = Instant.now

    @Test(arguments: [
        (ScanSuffix.cr, "\r"), (.lf, "\n"), (.crlf, "\r\n"), (.tab, "\t"), (.lineEnd, "\r\n"),
        (.lineEnd, "\r"),
    ])
    func `a terminator ends a scan wherever packets are cut`(suffix: ScanSuffix, sent: String) {
        let stream = Array(String(repeating: slip + sent, count: 3).utf8)
        for length in 1...70 {
            var framing = SerialFraming(.terminator, suffix: suffix)
            var outcomes: [ScanOutcome] = []
            for at in stride(from: 0, to: stream.count, by: length) {
                outcomes += framing.receive(stream[at..<min(at + length, stream.count)], now: start)
            }
            #expect(outcomes == Array(repeating: .scan(Scan(slip)), count: 3), "\(length)")
            #expect(framing.deadline == nil)
        }
    }

    @Test func `silence ends a scan that may hold line ends`() {
        var framing = SerialFraming(.gap, suffix: .lineEnd)
        #expect(framing.receive(Array("mot\r\nhai".utf8), now: start).isEmpty)
        #expect(framing.receive(Array("\r\n".utf8), now: start + .milliseconds(99)).isEmpty)
        #expect(framing.deadline == start + .milliseconds(199))
        #expect(framing.tick(now: start + .milliseconds(198)) == nil)
        #expect(framing.tick(now: start + .milliseconds(199)) == .scan(Scan("mot\r\nhai")))
    }

    @Test func `silence before the terminator drops the scan and its rest`() {
        var framing = SerialFraming(.terminator, suffix: .cr)
        #expect(framing.receive(Array("nửa".utf8), now: start).isEmpty)
        #expect(framing.tick(now: start + .milliseconds(300)) == .dropped(.incomplete))
        #expect(
            framing.receive(Array("kia\rB\r".utf8), now: start + .milliseconds(400)) == [.scan(Scan("B"))])
    }

    @Test(arguments: ScanFraming.allCases)
    func `a stream without end is dropped, and bounded`(_ kind: ScanFraming) {
        var framing = SerialFraming(kind, suffix: .cr)
        var outcomes: [ScanOutcome] = []
        for step in 0..<2000 {
            outcomes += framing.receive(Array(repeating: 0x41, count: 64), now: start + .milliseconds(step))
        }
        #expect(outcomes == [.dropped(.tooLong)])
        _ = framing.tick(now: start + .seconds(10))
        var next = framing.receive(Array("B\r".utf8), now: start + .seconds(10))
        next += [framing.tick(now: start + .seconds(11))].compactMap(\.self)
        #expect(next == [.scan(Scan("B"))])
    }

    @Test func `an AIM prefix becomes the symbology only where the profile says so`() {
        var framing = SerialFraming(.terminator, suffix: .cr, takesAIM: true)
        #expect(
            framing.receive(Array("]C0A-042\rA-043\r".utf8), now: start) == [
                .scan(Scan("A-042", "]C0")), .scan(Scan("A-043")),
            ])
        #expect(framing.receive(Array("]C0\r".utf8), now: start).isEmpty)
        var plain = SerialFraming(.terminator, suffix: .cr)
        #expect(plain.receive(Array("]C0A-042\r".utf8), now: start) == [.scan(Scan("]C0A-042"))])
    }

    @Test func `empty lines are no scans`() {
        var framing = SerialFraming(.terminator, suffix: .lineEnd)
        #expect(framing.receive(Array("\r\n\r\n\n\r".utf8), now: start).isEmpty)
    }

    @Test func `ten thousand scans in a row come without loss or duplicate`() {
        var framing = SerialFraming(.terminator, suffix: .crlf)
        for number in 0..<10_000 {
            let outcomes = framing.receive(Array("\(slip) \(number)\r\n".utf8), now: start)
            #expect(outcomes == [.scan(Scan("\(slip) \(number)"))])
        }
    }
}
