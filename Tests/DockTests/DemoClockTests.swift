import Dock
import KioskCore
import Testing

@Suite struct `The demo's clock` {
    private func time(_ day: Int, _ hour: Int, _ minute: Int) throws -> Timestamp {
        Timestamp(try #require(CivilDate(year: 2026, month: 11, day: day)), hour: hour, minute: minute)
    }

    @Test(arguments: [0, 1_700_000_000_000, 1_795_600_000_000, 4_000_000_000_000])
    func `a new demo begins on the same working morning, whenever it is started`(system: Int64) {
        let system = Timestamp(milliseconds: system)
        let clock = DemoClock.workingMorning(continuing: nil, system: system)
        let shown = clock.time(atSystemTime: system)
        #expect(shown.iso8601 == "2026-11-23T08:40:00+07:00")
        #expect(WorkingCalendar.standard.isOpen(at: shown))
        #expect(clock.time(atSystemTime: system.advanced(bySeconds: 90)) == shown.advanced(bySeconds: 90))
    }

    @Test func `a kept demo continues with its clock during working hours`() throws {
        let kept = DemoClock(showing: try time(23, 8, 40), system: try time(25, 20, 0))
        let clock = DemoClock.workingMorning(continuing: kept, system: try time(25, 21, 0))
        #expect(clock == kept)
        #expect(clock.time(atSystemTime: try time(25, 21, 0)) == (try time(23, 9, 40)))
    }

    @Test(arguments: [
        (25, 23, 30, 24),  // lunch of the same day
        (26, 6, 0, 24),  // evening
        (26, 15, 0, 24),  // before the next morning
        (29, 6, 0, 27),  // Thursday evening
        (30, 20, 0, 30),  // Saturday
    ])
    func `a kept demo outside working hours continues on the next working morning`(
        day: Int, hour: Int, minute: Int, shown: Int
    ) throws {
        let kept = DemoClock(showing: try time(23, 8, 40), system: try time(25, 20, 0))
        let system = try time(day, hour, minute)
        let clock = DemoClock.workingMorning(continuing: kept, system: system)
        #expect(clock.time(atSystemTime: system) == (try time(shown, 8, 40)))
        #expect(clock.time(atSystemTime: system) >= kept.time(atSystemTime: system))
    }

    @Test func `a calendar without open days leaves a kept clock as it is`() throws {
        let kept = DemoClock(offset: 5)
        let shut = try WorkingCalendar(week: [:])
        #expect(DemoClock.workingMorning(continuing: kept, calendar: shut) == kept)
    }
}
