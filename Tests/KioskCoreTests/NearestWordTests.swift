import KioskCore
import Testing

@Suite struct `The nearest word` {
    static let known = ["idle", "warning", "ticketTaken", "scanLifetime"]

    @Test(arguments: [
        ("warnning", "warning"), ("Idle", "idle"), ("ticket-taken", "ticketTaken"), ("zzz", nil),
    ])
    func `is the one that was meant`(_ typed: String, _ meant: String?) {
        #expect(nearestWord(to: typed, among: Self.known) == meant)
    }

    @Test func `has others behind it`() {
        #expect(nearestWords(to: "warnning", among: Self.known, upTo: 2) == ["warning", "idle"])
        #expect(nearestWords(to: "x", among: [], upTo: 2).isEmpty)
    }
}
