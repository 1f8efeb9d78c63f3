import ConfigurationFiles
import KioskCore

extension WorkingCalendar {
    /// `nil` if the hours contradict each other; the notes say how.
    init?(reading section: ConfigurationSection, cutOff: TimeOfDay) {
        let usual = section.list("sessions", of: .session, upTo: 8, default: Self.usualSessions)
        let weekend = section.list("weekend", of: .weekday, default: [.saturday, .sunday])
        let exceptions = section.section("days")
        var week: [Weekday: [Session]] = [:]
        for day in Weekday.allCases {
            let sessions = weekend.contains(day) ? [] : usual
            let hours = exceptions.list(String(describing: day), of: .session, upTo: 8, default: sessions)
            if !hours.isEmpty { week[day] = hours }
        }
        let holidays = section.list("holidays", of: .date, upTo: 1000, default: [])
        let makeUpDays = section.list("makeUpDays", of: .date, upTo: 1000, default: [])
        let makeUpSessions = section.list("makeUpSessions", of: .session, upTo: 8, default: usual)
        do {
            try self.init(
                week: week, holidays: Set(holidays), makeUpDays: Set(makeUpDays),
                makeUpSessions: makeUpSessions, cutOff: cutOff)
        } catch {
            Self.refuse(error, in: section, exceptions)
            return nil
        }
    }

    private static func refuse(
        _ fault: Fault, in section: ConfigurationSection, _ exceptions: ConfigurationSection
    ) {
        let order = "sessions in order, none beginning before the last one ends"
        switch fault {
        case .sessionsOverlap(let day) where exceptions.has(String(describing: day)):
            exceptions.refuse(String(describing: day), found: "overlapping sessions", expected: order)
        case .sessionsOverlap:
            section.refuse("sessions", found: "overlapping sessions", expected: order)
        case .makeUpSessionsOverlap:
            let key = section.has("makeUpSessions") ? "makeUpSessions" : "sessions"
            section.refuse(key, found: "overlapping sessions", expected: order)
        case .holidayIsMakeUpDay(let date):
            section.refuse(
                "makeUpDays", found: "\(written(date)), a holiday too",
                expected: "days that are not in holidays")
        }
    }
}

/// As it stands in the file: 2026-09-02.
private func written(_ date: CivilDate) -> String {
    let parts = [date.year, date.month, date.day].map { ($0 < 10 ? "0" : "") + String($0) }
    return parts.joined(separator: "-")
}

extension ConfigurationForm where Value == WorkingCalendar.Session {
    static let session = Self(expectation: "a session such as 07:00-11:30, ending after it begins") { text in
        let ends = text.split(separator: "-", omittingEmptySubsequences: false)
        guard ends.count == 2, let opens = TimeOfDay(written: ends[0]),
            let closes = TimeOfDay(written: ends[1])
        else { return nil }
        return WorkingCalendar.Session(opens: opens, closes: closes)
    }
}
