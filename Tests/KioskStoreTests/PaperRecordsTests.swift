import CentralContract
import KioskCore
import KioskStore
import Testing

@Suite struct PaperRecordsTests {
    let fixture: StoreFixture
    let store: KioskStore

    init() throws {
        fixture = try StoreFixture()
        store = try fixture.open()
    }

    @Test func `the roll is remembered over a restart`() throws {
        #expect(try store.paperSupply() == PaperSupply())
        var supply = PaperSupply()
        supply.recordSlip(95)
        supply.record(.paperLow, on: RollFacts(nearEnd: 3000))
        try store.keep(supply)
        try store.close()
        #expect(try fixture.open().paperSupply() == supply)
    }

    @Test func `slips count by the hour in Vietnam, and only those whose paper came out`() throws {
        let midnight = StoreFixture.morning.advanced(bySeconds: -Int64(8 * 3600 + 15 * 60))
        for (touch, hour, state) in [
            ("a", 0, PrintState.confirmed), ("b", 8, .sent), ("c", 8, .confirmed), ("d", 8, .failed),
            ("e", 16, .confirmed),
        ] {
            let time = midnight.advanced(bySeconds: Int64(hour * 3600 + 60))
            try store.issue(touch, at: time)
            try store.recordPrint(touch, state, at: time)
        }
        let next = midnight.advanced(bySeconds: 86_400 + 23 * 3600 + 3599)
        try store.issue("f", at: next)
        try store.recordPrint("f", .confirmed, at: next)
        let slips = try store.slipsByHour(on: StoreFixture.today...StoreFixture.today + 1)
        #expect(Set(slips.keys) == [StoreFixture.today, StoreFixture.today + 1])
        let first = try #require(slips[StoreFixture.today])
        #expect(first.count == 24 && first[0] == 1 && first[8] == 2 && first[16] == 1)
        #expect(first.reduce(0, +) == 4)
        #expect(slips[StoreFixture.today + 1]?[23] == 1)
        #expect(try store.slipsByHour(on: 2020_01_01...2020_01_02).isEmpty)
    }

    @Test func `the feed adds dispensers and removes them`() throws {
        let state = DispenserState(
            kiosk: "dispenser-2",
            report: DispenserReport(place: Place(name: "Sảnh B"), condition: .ready, paper: nil),
            reportedAt: StoreFixture.morning, isReachable: true)
        try store.feed([.dispenser(state)])
        #expect(try store.dispensers() == [state])
        try store.feed([.removed(.dispenser, "dispenser-2")])
        #expect(try store.dispensers().isEmpty)
        try store.feed([.dispenser(state)])
        // A centre that was set up anew knows nothing of the old one's dispensers.
        try store.feed([], feed: "f2")
        #expect(try store.dispensers().isEmpty)
    }
}
