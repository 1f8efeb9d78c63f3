import KioskCore
import Testing

@Suite struct SeriesTests {
    @Test(arguments: [
        (nil, "A001"), (0, "A001"), (17, "A018"), (998, "A999"), (999, "A1000"), (9999, "A10000"),
    ])
    func `the next number follows the highest used`(highest: Int?, number: String) {
        #expect(SeriesRule.next(after: highest, prefix: "A").description == number)
    }

    @Test func `a kiosk on its own numbers in its own letter`() {
        #expect(SeriesRule.overflowPrefix(field: "A", kiosk: "K") == "AK")
        #expect(SeriesRule.overflowPrefix(field: "Đ", kiosk: "K") == nil)
        #expect(SeriesRule.overflowPrefix(field: "A", kiosk: "KK") == nil)
        #expect(SeriesRule.overflowPrefix(field: "A", kiosk: "1") == nil)
        #expect(SeriesRule.overflowPrefix(field: "ABCD", kiosk: "K") == nil)
    }

    @Test func `the day changes at midnight in Vietnam`() {
        let monday = day(2026, 3, 2)
        let before = SeriesDay(lastSeen: monday, now: at(monday, 23, 59, 59))
        let after = SeriesDay(lastSeen: monday, now: at(monday, 23, 59, 59).advanced(bySeconds: 1))
        #expect(before.day == monday)
        #expect(after.day == day(2026, 3, 3))
        #expect(before.trust == .trusted && after.trust == .trusted)
        #expect(after.lastSeen == day(2026, 3, 3))
    }

    @Test func `a clock that jumps back is not trusted`() {
        let monday = day(2026, 3, 2)
        let decision = SeriesDay(lastSeen: monday, now: at(day(1970, 1, 1), 8, 0))
        #expect(decision.day == monday)
        #expect(decision.trust == .jumpedBack)
        #expect(decision.lastSeen == monday)
    }

    @Test func `a clock that jumps far ahead does not bind later days`() {
        let monday = day(2026, 3, 2)
        let far = SeriesDay(lastSeen: monday, now: at(day(2036, 1, 1), 8, 0))
        #expect(far.trust == .jumpedAhead)
        let back = SeriesDay(lastSeen: far.lastSeen, now: at(day(2026, 3, 3), 8, 0))
        #expect(back.day == day(2026, 3, 3))
        #expect(back.trust == .trusted)
    }

    @Test func `a confirmed clock is trusted both ways`() {
        let now = at(day(2026, 3, 2), 8, 0)
        for last in [day(2025, 1, 1), day(2026, 3, 20)] {
            let decision = SeriesDay(lastSeen: last, now: now, isConfirmed: true)
            #expect(decision.day == now.date)
            #expect(decision.lastSeen == now.date)
            #expect(decision.trust == .trusted)
        }
    }

    @Test func `a new kiosk and one after a holiday take the calendar's day`() {
        #expect(SeriesDay(lastSeen: nil, now: at(day(2026, 3, 2), 8, 0)).trust == .trusted)
        let afterTet = SeriesDay(lastSeen: day(2026, 2, 13), now: at(day(2026, 2, 23), 7, 0))
        #expect(afterTet.day == day(2026, 2, 23))
        #expect(afterTet.trust == .trusted)
    }

    @Test func `without confirmation the day seen never goes back, whatever the clock does`() {
        var generator = SeededGenerator(seed: 3)
        var seen: CivilDate?
        var latest = day(1970, 1, 1)
        for _ in 0..<10_000 {
            let now = at(CivilDate(daysSinceEpoch: Int.random(in: 20_000...20_500, using: &generator)), 8, 0)
            let decision = SeriesDay(lastSeen: seen, now: now)
            #expect(decision.day >= latest)
            #expect(decision.lastSeen >= latest)
            (seen, latest) = (decision.lastSeen, decision.lastSeen)
        }
    }
}
