import KioskCore
import Testing

@Suite struct PaperTests {
    let facts = RollFacts(length: 10_000, nearEnd: 1000)

    @Test func `what is printed is missing from the roll`() {
        var supply = PaperSupply()
        for _ in 1...50 { supply.recordSlip(100) }
        #expect(supply.left(on: facts) == 5000)
        #expect(abs(supply.slip - 100) < 1)
        #expect(supply.slipsLeft(on: facts) == 50)
    }

    @Test func `nonsense is not printed`() {
        var supply = PaperSupply()
        for length in [-5, 0, .nan, .infinity, 1e9] { supply.recordSlip(length) }
        #expect(supply == PaperSupply())
    }

    @Test func `a sensor that is silent says that its mark is not reached`() {
        var supply = PaperSupply()
        for _ in 1...200 { supply.recordSlip(100) }
        #expect(supply.left(on: facts) == 1000)
        #expect(supply.left(on: RollFacts(length: 10_000)) == 0)
    }

    @Test func `the near-end sensor begins a new count`() {
        var supply = PaperSupply()
        supply.recordSlip(100)
        let changed = supply.record(.paperLow, on: facts)
        #expect(changed)
        #expect(supply.left(on: facts) == 1000)
        for _ in 1...3 { supply.recordSlip(100) }
        #expect(supply.left(on: facts) == 700)
        for _ in 1...9 { supply.recordSlip(100) }
        #expect(supply.left(on: facts) == 0)
    }

    @Test(arguments: [PrinterCondition.coverOpen, .offline, .unavailable, .tooSlow, .cutterError])
    func `a printer that cannot speak of paper changes nothing`(condition: PrinterCondition) {
        for start in [PrinterCondition.ready, .paperLow, .paperEmpty] {
            var supply = PaperSupply()
            supply.recordSlip(100)
            supply.record(start, on: facts)
            let before = supply
            let changed = supply.record(condition, on: facts)
            #expect(!changed && supply == before)
        }
    }

    @Test(arguments: [PrinterCondition.paperLow, .paperEmpty])
    func `a sensor that clears means a new roll`(last: PrinterCondition) {
        var supply = PaperSupply()
        for _ in 1...20 { supply.recordSlip(100) }
        supply.record(last, on: facts)
        supply.record(.coverOpen, on: facts)
        supply.record(.ready, on: facts)
        #expect(supply.used == 0)
        #expect(supply.left(on: facts) == 10_000)
    }

    @Test func `a sensor of which nobody knows more leaves little`() {
        var supply = PaperSupply()
        supply.record(.paperLow, on: RollFacts())
        #expect((1...30).contains(supply.slipsLeft(on: RollFacts())))
    }

    @Test func `a roll that was used before counts from the sensor's mark`() {
        var supply = PaperSupply()
        supply.record(.paperEmpty, on: facts)
        supply.record(.paperLow, on: facts)
        #expect(supply.left(on: facts) == 1000)
    }

    @Test func `a whole roll teaches its length and where the sensor sits`() {
        var supply = PaperSupply()
        supply.replace()
        for _ in 1...110 { supply.recordSlip(100) }
        supply.record(.paperLow, on: facts)
        for _ in 1...20 { supply.recordSlip(100) }
        supply.record(.paperEmpty, on: facts)
        #expect(supply.left(on: facts) == 0)
        supply.record(.ready, on: facts)
        #expect(supply.left(on: facts) == 13_000)
        supply.record(.paperLow, on: facts)
        #expect(supply.left(on: facts) == 2000)
    }

    @Test func `a roll seen from its middle, or an absurd one, teaches nothing`() {
        var half = PaperSupply()
        for _ in 1...60 { half.recordSlip(100) }
        half.record(.paperEmpty, on: facts)
        half.record(.ready, on: facts)
        #expect(half.left(on: facts) == 10_000)
        for _ in 1...3 { half.recordSlip(100) }
        half.record(.paperEmpty, on: facts)
        half.record(.ready, on: facts)
        #expect(half.left(on: facts) == 10_000)
    }
}

@Suite struct PaperForecastTests {
    /// 100 slips of 100 mm.
    let facts = RollFacts(length: 10_000)
    let supply: PaperSupply = {
        var supply = PaperSupply()
        for _ in 1...100 { supply.recordSlip(100) }
        supply.replace()
        return supply
    }()
    /// A working Monday.
    let day = CivilDate(number: 2026_01_05)

    private func at(_ hour: Int, _ minute: Int = 0) throws -> Timestamp {
        Timestamp(try #require(day), hour: hour, minute: minute)
    }

    private func hours(_ counts: [Int: Int]) -> [Int] { (0..<24).map { counts[$0] ?? 0 } }

    private func forecast(
        _ hour: Int, _ minute: Int = 0, today: [Int: Int] = [:], earlier: [[Int: Int]] = []
    ) throws -> PaperForecast {
        PaperForecast(
            supply, on: facts, demand: SlipDemand(today: hours(today), earlier: earlier.map(hours)),
            calendar: .standard, now: try at(hour, minute))
    }

    @Test func `usual days say when the roll is out`() throws {
        let usual = [8: 60, 9: 60, 10: 60, 14: 60]
        // 100 slips at one a minute from nine: at 10:40.
        let found = try forecast(9, today: [8: 60], earlier: [usual, usual])
        #expect(found.slipsLeft == 99 || found.slipsLeft == 100)
        let end = try at(10, 40)
        #expect(found.endsAt == end || found.endsAt == end.advanced(bySeconds: -600))
    }

    @Test func `a busy day empties it earlier, a quiet one later or never`() throws {
        let usual = [8: 60, 9: 30, 10: 30, 13: 30, 14: 30, 15: 30]
        let plain = try #require(try forecast(9, today: [8: 60], earlier: [usual]).endsAt)
        let busy = try #require(try forecast(9, today: [8: 120], earlier: [usual]).endsAt)
        #expect(busy < plain)
        #expect(try forecast(9, today: [8: 10], earlier: [usual]).endsAt == nil)
    }

    @Test func `nobody comes over lunch or after hours`() throws {
        let usual = [7: 40, 8: 40, 9: 40, 10: 40, 11: 20, 13: 40, 14: 80, 15: 40, 16: 40, 12: 500, 20: 500]
        let end = try #require(try forecast(10, today: [7: 40, 8: 40, 9: 40], earlier: [usual]).endsAt)
        #expect(WorkingCalendar.standard.isOpen(at: end) || end.minute == 30)
        let (noon, three) = (try at(13), try at(15))
        #expect(end > noon && end < three)
        #expect(try forecast(18, earlier: [usual]).endsAt == nil)
    }

    @Test func `on the first day the pace so far goes on, and a few minutes say nothing`() throws {
        let opens = try #require(WorkingCalendar.standard.nextSession(after: try at(0))?.opensAt)
        let early = PaperForecast(
            supply, on: facts, demand: SlipDemand(today: hours([7: 14]), earlier: []), calendar: .standard,
            now: opens.advanced(bySeconds: 14 * 60))
        #expect(early.endsAt == nil)
        let hour = PaperForecast(
            supply, on: facts, demand: SlipDemand(today: hours([7: 60]), earlier: []), calendar: .standard,
            now: opens.advanced(bySeconds: 3600))
        let end = try #require(hour.endsAt)
        #expect((80...100).contains(opens.advanced(bySeconds: 3600).seconds(to: end) / 60))
    }

    @Test func `an empty roll is out now, a day without visitors needs no paper`() throws {
        var empty = supply
        empty.record(.paperEmpty, on: facts)
        let now = try at(9)
        let none = PaperForecast(
            empty, on: facts, demand: SlipDemand(today: [], earlier: []), calendar: .standard, now: now)
        #expect(none == PaperForecast(slipsLeft: 0, endsAt: now))
        #expect(try forecast(16, today: [:], earlier: []).endsAt == nil)
    }
}

@Suite struct DispenserReportTests {
    let now = Timestamp(milliseconds: 1_767_575_700_000)

    private func report(_ condition: PrinterCondition, ends: Int64? = nil) -> DispenserReport {
        DispenserReport(
            place: nil, condition: condition,
            paper: PaperForecast(slipsLeft: 10, endsAt: ends.map { now.advanced(bySeconds: $0 * 60) }))
    }

    @Test func `the centre hears what it would act on, and not every slip`() {
        #expect(report(.ready).differs(from: nil))
        #expect(report(.paperLow).differs(from: report(.ready)))
        #expect(!report(.ready).differs(from: report(.ready)))
        #expect(report(.ready, ends: 60).differs(from: report(.ready)))
        #expect(report(.ready).differs(from: report(.ready, ends: 60)))
        #expect(!report(.ready, ends: 70).differs(from: report(.ready, ends: 60)))
        #expect(report(.ready, ends: 30).differs(from: report(.ready, ends: 60)))
    }
}
