import KioskCore
import Testing

@testable import Devices

@Suite struct KeyboardWedgeTests {
    let start = Instant.now

    func wedge(_ framing: ScanFraming = .terminator, _ suffix: ScanSuffix = .lineEnd) -> KeyboardWedge {
        KeyboardWedge(SerialFraming(framing, suffix: suffix))
    }

    func read(_ reports: [[UInt8]], with wedge: inout KeyboardWedge) -> [ScanOutcome] {
        reports.flatMap { wedge.receive($0, now: start) }
    }

    @Test(arguments: Typist.Letters.allCases)
    func `letters typed as numbers are the same bytes, whichever numbers the scanner uses`(
        _ letters: Typist.Letters
    ) {
        var wedge = wedge()
        #expect(read(Typist.reports(slip, letters: letters), with: &wedge) == [.scan(Scan(slip))])
    }

    @Test func `every printable ASCII character is typed and read`() {
        let all = String(String.UnicodeScalarView((0x20...0x7E).compactMap { Unicode.Scalar($0) }))
        var wedge = wedge()
        #expect(read(Typist.reports(all), with: &wedge) == [.scan(Scan(all))])
    }

    @Test func `equal keys in a row count when one was released between`() {
        var wedge = wedge()
        #expect(read(Typist.reports("AA-0042--"), with: &wedge) == [.scan(Scan("AA-0042--"))])
        let held: [[UInt8]] = [
            [0, 0, 4, 0, 0, 0, 0, 0], [0, 0, 4, 0, 0, 0, 0, 0], [0, 0, 4, 5, 0, 0, 0, 0],
        ]
        #expect(read(held + Typist.reports(""), with: &wedge) == [.scan(Scan("ab"))])
    }

    @Test func `several keys in one report are several characters`() {
        var wedge = wedge()
        #expect(
            read([[0, 0, 4, 5, 6, 7, 8, 9]] + Typist.reports(""), with: &wedge) == [.scan(Scan("abcdef"))])
    }

    @Test func `a report of too many keys types nothing`() {
        var wedge = wedge()
        let rollOver: [UInt8] = [0, 0, 1, 1, 1, 1, 1, 1]
        #expect(
            read(
                [[0, 0, 4, 0, 0, 0, 0, 0], rollOver, [0, 0, 4, 0, 0, 0, 0, 0]] + Typist.reports("b"),
                with: &wedge) == [.scan(Scan("ab"))])
        #expect(read([[], [1], [0, 0], Array(repeating: 4, count: 65)], with: &wedge).isEmpty)
    }

    @Test func `control characters come as Ctrl and a key`() {
        var wedge = wedge()
        // GS of a GS1 code is Ctrl+].
        #expect(
            read([[1, 0, 0x30, 0, 0, 0, 0, 0]] + Typist.reports("1"), with: &wedge) == [
                .scan(Scan("\u{1D}1"))
            ])
    }

    @Test(arguments: [
        ("0233", "é"), ("0151", "—"), ("8212", "—"), ("65", "A"), ("7871", "ế"), ("128512", "😀"),
        ("0128", "€"),
    ])
    func `one number is one character`(digits: String, character: String) {
        var wedge = wedge()
        #expect(
            read(Typist.alt(digits) + Typist.reports("."), with: &wedge) == [.scan(Scan(character + "."))])
    }

    @Test(arguments: ["99999999999999999999", "1114112", "55296"])
    func `a number that is no character is nothing`(_ digits: String) {
        var wedge = wedge()
        #expect(read(Typist.alt(digits) + Typist.reports("."), with: &wedge) == [.scan(Scan("."))])
    }

    @Test func `a Latin letter before a plain one stays a letter`() {
        var wedge = wedge()
        // Á as Windows-1252 is the first byte of no UTF-8 sequence that n could go on.
        #expect(read(Typist.alt("0193") + Typist.reports("nh"), with: &wedge) == [.scan(Scan("Ánh"))])
        #expect(read(Typist.alt("0195") + Typist.reports(""), with: &wedge) == [.scan(Scan("Ã"))])
    }

    @Test func `without a suffix silence ends the scan, also behind a half letter`() {
        var wedge = wedge(.gap, .none)
        #expect(read(Typist.reports("A-042", end: nil), with: &wedge).isEmpty)
        #expect(wedge.deadline == start + ScanLimits.quietEnd)
        #expect(wedge.tick(now: start + ScanLimits.quietEnd) == .scan(Scan("A-042")))
        #expect(read(Typist.alt("0195"), with: &wedge).isEmpty)
        #expect(wedge.tick(now: start + ScanLimits.quietEnd) == .scan(Scan("Ã")))
        #expect(wedge.deadline == nil)
    }

    @Test func `a key that hangs does not reach into the next scan`() {
        var wedge = wedge()
        #expect(read([[0, 0, 4, 0, 0, 0, 0, 0]], with: &wedge).isEmpty)
        #expect(wedge.tick(now: start + ScanLimits.partGap) == .dropped(.incomplete))
        let later = start + .seconds(3)
        #expect(Typist.reports("ab").flatMap { wedge.receive($0, now: later) } == [.scan(Scan("ab"))])
    }

    @Test func `half a letter that hangs does not reach into the next scan`() {
        var wedge = wedge()
        #expect(read(Typist.alt("225"), with: &wedge).isEmpty)
        #expect(wedge.tick(now: start + ScanLimits.partGap) == .dropped(.incomplete))
        let later = start + .seconds(3)
        #expect(Typist.reports("b").flatMap { wedge.receive($0, now: later) } == [.scan(Scan("b"))])
    }

    @Test func `a lone modifier begins nothing`() {
        var wedge = wedge()
        #expect(
            read(
                [[2, 0, 0, 0, 0, 0, 0, 0], [4, 0, 0, 0, 0, 0, 0, 0], [0, 0, 0, 0, 0, 0, 0, 0]], with: &wedge
            ).isEmpty)
        #expect(wedge.deadline == nil)
    }

    @Test func `ten thousand scans in a row come without loss or duplicate`() {
        var wedge = wedge()
        for number in 0..<10_000 {
            let outcomes = read(Typist.reports("Phiếu \(number)"), with: &wedge)
            #expect(outcomes == [.scan(Scan("Phiếu \(number)"))])
        }
    }
}
