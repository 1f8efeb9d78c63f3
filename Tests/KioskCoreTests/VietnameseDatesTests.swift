import KioskCore
import Testing

@Suite struct VietnameseDatesTests {
    @Test func `dates and times are written as in Vietnam`() throws {
        let moment = at(day(2025, 7, 3), 9, 5)
        #expect(moment.date.dayMonthYear == "03/07/2025")
        #expect(moment.hourMinute == "09:05")
        #expect(moment.timeAndDate(in: .vietnamese) == "09:05 ngày 03/07/2025")
        #expect(moment.timeAndDate(in: .english) == "09:05 on 03/07/2025")
        #expect(try #require(TimeOfDay(hour: 7, minute: 0)).hourMinute == "07:00")
    }

    @Test func `each weekday has its name`() {
        let sunday = day(2026, 3, 1).weekday
        #expect(sunday.name(in: .vietnamese) == "Chủ Nhật")
        #expect(sunday.name(in: .english) == "Sunday")
        for language in Language.allCases {
            #expect(Set(Weekday.allCases.map { $0.name(in: language) }).count == 7)
        }
    }

    @Test(
        arguments: [
            (-500, 0, RelativeAge.Unit.justNow), (0, 0, .justNow), (59, 0, .justNow), (60, 1, .minutes),
            (300, 5, .minutes), (3599, 59, .minutes), (3600, 1, .hours), (86_399, 23, .hours),
            (86_400, 1, .days),
            (864_000, 10, .days),
        ])
    func `an age is the largest whole unit`(seconds: Int, number: Int, unit: RelativeAge.Unit) {
        let moment = at(day(2026, 3, 2), 8, 0)
        let age = RelativeAge(of: moment, at: moment.advanced(bySeconds: Int64(seconds)))
        #expect(age.number == number)
        #expect(age.unit == unit)
    }

    @Test func `a date is its number, and a wrong number is no date`() {
        #expect(day(2025, 11, 20).number == 20_251_120)
        #expect(CivilDate(number: 20_240_229) == day(2024, 2, 29))
        for number in [0, -1, 20_250_229, 20_251_301, 20_251_100, 100, Int.max, Int.min] {
            #expect(CivilDate(number: number) == nil)
        }
    }

    @Test func `every day of three centuries follows the one before`() {
        var date = day(1900, 1, 1)
        while date < day(2200, 1, 1) {
            let next = date.advanced(byDays: 1)
            #expect(next > date)
            #expect(next.weekday.rawValue == date.weekday.rawValue % 7 + 1)
            #expect(CivilDate(number: next.number) == next)
            #expect(Timestamp(next).date == next)
            date = next
        }
    }
}
