/// When the centre works: sessions of the week, holidays and make-up days (requirements ).
///
/// No regulation fixes the hours, so all of it is configuration; ``standard`` is the usual one. All dates and
/// times are Vietnam's. A search for an open day ends after 400 closed ones and returns `nil`.
public struct WorkingCalendar: Hashable, Sendable {
    /// One unbroken stretch of work on a day (*buổi làm việc*).
    public struct Session: Hashable, Sendable {
        public let opens: TimeOfDay
        public let closes: TimeOfDay

        /// `nil` unless it ends after it begins.
        public init?(opens: TimeOfDay, closes: TimeOfDay) {
            guard opens < closes else { return nil }
            self.opens = opens
            self.closes = closes
        }

        fileprivate init(_ opens: Int, _ closes: Int) {
            self.opens = TimeOfDay(minutes: opens)
            self.closes = TimeOfDay(minutes: closes)
        }
    }

    /// A session on a certain day, from its first millisecond up to, not including, its last.
    public struct Opening: Hashable, Sendable {
        public let opensAt: Timestamp
        public let closesAt: Timestamp
    }

    /// Why a calendar is refused.
    public enum Fault: Error, Hashable, Sendable {
        /// Sessions of this weekday overlap or are not in order.
        case sessionsOverlap(Weekday)
        /// The sessions of make-up days overlap or are not in order.
        case makeUpSessionsOverlap
        /// A day is both a holiday and a make-up day.
        case holidayIsMakeUpDay(CivilDate)
    }

    /// The sessions of each weekday, in order; a weekday without any is free.
    public let week: [Weekday: [Session]]
    /// Public holidays (*ngày nghỉ lễ, Tết*).
    public let holidays: Set<CivilDate>
    /// Days worked in place of others (*ngày làm bù*), and their sessions.
    public let makeUpDays: Set<CivilDate>
    public let makeUpSessions: [Session]
    /// Dossiers received later are forwarded on the next working day.
    public let cutOff: TimeOfDay

    /// 07:00 to 11:30 and 13:30 to 17:00.
    public static let usualSessions = [Session(7 * 60, 11 * 60 + 30), Session(13 * 60 + 30, 17 * 60)]

    /// The usual sessions from Monday to Friday.
    public static let usualWeek = Dictionary(
        uniqueKeysWithValues: Weekday.allCases.prefix(5).map { ($0, usualSessions) })

    /// The usual week, with no holiday known yet.
    public static let standard = WorkingCalendar()

    private init() {
        (week, holidays, makeUpDays, makeUpSessions) = (Self.usualWeek, [], [], Self.usualSessions)
        cutOff = LegalConstants().cutOff
    }

    public init(
        week: [Weekday: [Session]] = usualWeek, holidays: Set<CivilDate> = [],
        makeUpDays: Set<CivilDate> = [],
        makeUpSessions: [Session] = usualSessions, cutOff: TimeOfDay = LegalConstants().cutOff
    ) throws(Fault) {
        for weekday in Weekday.allCases where !Self.areInOrder(week[weekday] ?? []) {
            throw .sessionsOverlap(weekday)
        }
        guard Self.areInOrder(makeUpSessions) else { throw .makeUpSessionsOverlap }
        if let both = holidays.intersection(makeUpDays).min() { throw .holidayIsMakeUpDay(both) }
        self.week = week
        self.holidays = holidays
        self.makeUpDays = makeUpDays
        self.makeUpSessions = makeUpSessions
        self.cutOff = cutOff
    }

    private static func areInOrder(_ sessions: [Session]) -> Bool {
        zip(sessions, sessions.dropFirst()).allSatisfy { $0.closes <= $1.opens }
    }

    /// The sessions of a day, in order; none on a day off.
    public func sessions(on date: CivilDate) -> [Session] {
        if holidays.contains(date) { return [] }
        if makeUpDays.contains(date) { return makeUpSessions }
        return week[date.weekday] ?? []
    }

    public func isWorkingDay(_ date: CivilDate) -> Bool { !sessions(on: date).isEmpty }

    func openings(on date: CivilDate) -> [Opening] {
        sessions(on: date).map { session in
            Opening(
                opensAt: Timestamp(date, hour: session.opens.hour, minute: session.opens.minute),
                closesAt: Timestamp(date, hour: session.closes.hour, minute: session.closes.minute))
        }
    }
}
