import KioskCore
import Testing

/// The end of February 2026: Tết from Monday 16 to Friday 20, its Friday made up on Saturday 28.
private func calendarAroundTet() throws -> WorkingCalendar {
    try WorkingCalendar(
        holidays: Set((16...20).map { day(2026, 2, $0) }), makeUpDays: [day(2026, 2, 28)])
}

@Suite struct WorkingCalendarTests {
    private let usual = WorkingCalendar.standard
    private let friday = day(2026, 3, 6)
    private let monday = day(2026, 3, 9)

    @Test(
        arguments: [
            (6, 59, 59, false), (7, 0, 0, true), (11, 29, 59, true), (11, 30, 0, false), (12, 0, 0, false),
            (13, 29, 59, false), (13, 30, 0, true), (16, 59, 59, true), (17, 0, 0, false),
            (23, 59, 59, false),
        ])
    func `a day has two sessions`(hour: Int, minute: Int, second: Int, isOpen: Bool) {
        #expect(usual.isOpen(at: at(friday, hour, minute, second)) == isOpen)
        #expect(!usual.isOpen(at: at(day(2026, 3, 7), hour, minute, second)))
    }

    @Test func `the next session is this afternoon's or the next working day's first`() {
        #expect(usual.currentSession(at: at(friday, 8, 0))?.closesAt == at(friday, 11, 30))
        #expect(usual.nextSession(after: at(friday, 8, 0))?.opensAt == at(friday, 13, 30))
        #expect(usual.nextSession(after: at(friday, 6, 0))?.opensAt == at(friday, 7, 0))
        #expect(usual.nextSession(after: at(friday, 13, 30))?.opensAt == at(monday, 7, 0))
    }

    @Test(arguments: [
        (14, 59, 59, false), (15, 0, 0, false), (15, 0, 1, true), (15, 10, 0, true), (7, 0, 0, false),
    ])
    func `the cut-off is after three in the afternoon`(hour: Int, minute: Int, second: Int, isAfter: Bool) {
        #expect(usual.isAfterCutOff(at(friday, hour, minute, second)) == isAfter)
    }

    @Test func `what is received at ten past three on Friday is forwarded on Monday morning`() {
        #expect(usual.forwarding(of: at(friday, 15, 10)) == at(monday, 7, 0))
        #expect(usual.forwarding(of: at(friday, 14, 50)) == at(friday, 14, 50))
        #expect(usual.forwarding(of: at(friday, 6, 30)) == at(friday, 7, 0))
        #expect(usual.forwarding(of: at(day(2026, 3, 7), 10, 0)) == at(monday, 7, 0))
    }

    @Test func `what is filed on Saturday night is accepted by the end of Monday`() {
        let filed = at(day(2026, 3, 7), 22, 40)
        let hours = LegalConstants().acceptanceWorkingHours
        #expect(usual.adding(workingHours: hours, to: filed) == at(monday, 17, 0))
    }

    @Test(
        arguments: [
            (0, 6, 8, 0), (1, 6, 9, 0), (4, 6, 14, 0), (7, 6, 17, 0), (8, 9, 8, 0), (16, 10, 8, 0),
        ])
    func `working hours pass only in sessions`(hours: Int, date: Int, hour: Int, minute: Int) {
        #expect(
            usual.adding(workingHours: hours, to: at(friday, 8, 0)) == at(day(2026, 3, date), hour, minute))
    }

    @Test func `received in the last session before Tết, due after it`() throws {
        let calendar = try calendarAroundTet()
        let received = at(day(2026, 2, 13), 14, 0)
        #expect(calendar.forwarding(of: at(day(2026, 2, 13), 15, 30)) == at(day(2026, 2, 23), 7, 0))
        #expect(calendar.adding(workingHours: 8, to: received) == at(day(2026, 2, 23), 14, 0))
        #expect(calendar.adding(workingDays: 3, to: received.date) == day(2026, 2, 25))
        // The made-up Saturday is the sixth working day, and the Monday after it the seventh.
        #expect(calendar.adding(workingDays: 6, to: received.date) == day(2026, 2, 28))
        #expect(calendar.adding(workingDays: 7, to: received.date) == day(2026, 3, 2))
        #expect(calendar.isOpen(at: at(day(2026, 2, 28), 9, 0)))
        #expect(!calendar.isOpen(at: at(day(2026, 2, 16), 9, 0)))
    }

    @Test func `overdue days are working days`() throws {
        let calendar = try calendarAroundTet()
        let due = at(day(2026, 2, 13), 16, 0)
        #expect(calendar.workingDaysOverdue(due: due, now: at(day(2026, 2, 13), 16, 30)) == 0)
        #expect(calendar.workingDaysOverdue(due: due, now: at(day(2026, 2, 22), 9, 0)) == 0)
        #expect(calendar.workingDaysOverdue(due: due, now: at(day(2026, 2, 23), 9, 0)) == 1)
        #expect(calendar.workingDaysOverdue(due: due, now: at(day(2026, 3, 2), 9, 0)) == 7)
        #expect(calendar.workingDaysOverdue(due: due, now: at(day(2026, 2, 1), 9, 0)) == 0)
    }

    @Test func `maintenance is announced a working day before`() {
        let announced = at(friday, 16, 0)
        #expect(!usual.leavesNotice(ofWorkingDays: 1, from: announced, to: at(day(2026, 3, 7), 20, 0)))
        #expect(usual.leavesNotice(ofWorkingDays: 1, from: announced, to: at(monday, 18, 0)))
        #expect(!usual.leavesNotice(ofWorkingDays: 7, from: announced, to: at(monday, 18, 0)))
    }

    @Test func `a search in a calendar without open days ends`() throws {
        let shut = try WorkingCalendar(week: [:])
        #expect(shut.nextSession(after: at(friday, 8, 0)) == nil)
        #expect(shut.startOfNextWorkingDay(after: friday) == nil)
        #expect(shut.adding(workingHours: 1, to: at(friday, 8, 0)) == nil)
        #expect(shut.adding(workingDays: 1, to: friday) == nil)
        #expect(!shut.leavesNotice(ofWorkingDays: 1, from: at(friday, 8, 0), to: at(monday, 8, 0)))
    }

    @Test func `a province may work on Saturday morning`() throws {
        var week = WorkingCalendar.usualWeek
        week[.saturday] = Array(WorkingCalendar.usualSessions.prefix(1))
        let calendar = try WorkingCalendar(week: week)
        #expect(calendar.forwarding(of: at(friday, 15, 10)) == at(day(2026, 3, 7), 7, 0))
        #expect(calendar.forwarding(of: at(day(2026, 3, 7), 12, 0)) == at(monday, 7, 0))
    }

    @Test func `a calendar that contradicts itself is refused`() throws {
        let sessions = Array(WorkingCalendar.usualSessions.reversed())
        #expect(throws: WorkingCalendar.Fault.sessionsOverlap(.monday)) {
            try WorkingCalendar(week: [.monday: sessions])
        }
        #expect(throws: WorkingCalendar.Fault.makeUpSessionsOverlap) {
            try WorkingCalendar(makeUpSessions: sessions)
        }
        #expect(throws: WorkingCalendar.Fault.holidayIsMakeUpDay(friday)) {
            try WorkingCalendar(holidays: [friday], makeUpDays: [friday])
        }
        let noon = try #require(TimeOfDay(hour: 12, minute: 0))
        #expect(WorkingCalendar.Session(opens: noon, closes: noon) == nil)
    }

    @Test func `an added hour is never outside a session, and more hours are never earlier`() throws {
        let calendar = try calendarAroundTet()
        var generator = SeededGenerator(seed: 9)
        for _ in 0..<500 {
            let minutes = Int64.random(in: 0...60_000, using: &generator)
            let start = at(day(2026, 2, 1), 0, 0).advanced(bySeconds: minutes * 60)
            var last = start
            for hours in 1...20 {
                let end = try #require(calendar.adding(workingHours: hours, to: start))
                #expect(calendar.isOpen(at: end.advanced(bySeconds: -1)))
                #expect(end >= last.advanced(bySeconds: hours == 1 ? 0 : 3600))
                last = end
            }
        }
    }
}
