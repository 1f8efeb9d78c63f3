import KioskCore

/// A date that the test knows to exist.
func day(_ year: Int, _ month: Int, _ day: Int) -> CivilDate {
    guard let date = CivilDate(year: year, month: month, day: day) else {
        fatalError("the test names a day that does not exist")
    }
    return date
}

/// A time of a date in Vietnam.
func at(_ date: CivilDate, _ hour: Int, _ minute: Int, _ second: Int = 0) -> Timestamp {
    Timestamp(date, hour: hour, minute: minute, second: second)
}

/// The day the codes in these tests are read on: later than every example of the research.
let today = day(2026, 12, 1)
