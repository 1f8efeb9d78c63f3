extension WorkingCalendar {
    /// The moment after so many hours of open counters; a limit that ends with a session ends at its close.
    ///
    /// Eight hours from Saturday 22:40 end on Monday at 17:00 with the usual sessions (requirement T-09).
    public func adding(workingHours hours: Int, to start: Timestamp) -> Timestamp? {
        guard hours > 0 else { return start }
        var rest = Int64(min(hours, 100_000)) * 3_600_000
        var date = start.date
        var closedDays = 0
        while closedDays <= Self.horizon {
            let today = openings(on: date)
            closedDays = today.isEmpty ? closedDays + 1 : 0
            for opening in today where opening.closesAt > start {
                let from = max(opening.opensAt, start)
                let length = opening.closesAt.milliseconds - from.milliseconds
                if rest <= length { return Timestamp(milliseconds: from.milliseconds + rest) }
                rest -= length
            }
            date = date.advanced(byDays: 1)
        }
        return nil
    }

    /// The working day that lies so many working days after a date, which itself does not count.
    public func adding(workingDays days: Int, to start: CivilDate) -> CivilDate? {
        var (date, rest, closedDays) = (start, min(days, 100_000), 0)
        while rest > 0 {
            date = date.advanced(byDays: 1)
            let isWorked = isWorkingDay(date)
            closedDays = isWorked ? 0 : closedDays + 1
            guard closedDays <= Self.horizon else { return nil }
            rest -= isWorked ? 1 : 0
        }
        return date
    }

    /// The working days after one date, up to and including another; 0 when that is not later.
    ///
    /// Spans of more than 100 years count as 100.
    public func workingDays(after start: CivilDate, through end: CivilDate) -> Int {
        let span = min(end.daysSinceEpoch - start.daysSinceEpoch, 36_525)
        guard span > 0 else { return 0 }
        return (1...span).count { isWorkingDay(start.advanced(byDays: $0)) }
    }

    /// By how many working days something due is late; 0 on its own day, and over the weekend that follows.
    public func workingDaysOverdue(due: Timestamp, now: Timestamp) -> Int {
        workingDays(after: due.date, through: now.date)
    }

    /// Whether an announcement leaves the working days that must lie between it and the event (V-03).
    public func leavesNotice(ofWorkingDays days: Int, from announced: Timestamp, to event: Timestamp) -> Bool
    {
        guard let earliest = adding(workingDays: days, to: announced.date) else { return false }
        return announced < event && earliest <= event.date
    }
}
