extension WorkingCalendar {
    /// The number of closed days after which a search ends.
    static let horizon = 400

    public func isOpen(at now: Timestamp) -> Bool { currentSession(at: now) != nil }

    /// The session that is going on.
    public func currentSession(at now: Timestamp) -> Opening? {
        openings(on: now.date).first { $0.opensAt <= now && now < $0.closesAt }
    }

    /// The next session that begins after this moment: this afternoon's, or the next working day's first.
    public func nextSession(after now: Timestamp) -> Opening? {
        for days in 0...Self.horizon {
            let later = openings(on: now.date.advanced(byDays: days)).first { $0.opensAt > now }
            if let later { return later }
        }
        return nil
    }

    /// Whether it is past the day's forwarding cut-off; at 15:00 sharp it is not yet.
    public func isAfterCutOff(_ now: Timestamp) -> Bool {
        now.millisecondsOfDay > cutOff.minutes * 60_000
    }

    /// When a dossier received at this moment is forwarded: the same day, or the start of the next working
    /// day.
    ///
    /// NĐ 61/2018/NĐ-CP Đ18(2), (3). Before the day's first session it is forwarded when that begins.
    public func forwarding(of received: Timestamp) -> Timestamp? {
        let today = openings(on: received.date)
        guard let first = today.first, let last = today.last, received < last.closesAt,
            !isAfterCutOff(received)
        else { return startOfNextWorkingDay(after: received.date) }
        return max(received, first.opensAt)
    }

    /// The first opening of the first working day after this one.
    public func startOfNextWorkingDay(after date: CivilDate) -> Timestamp? {
        for days in 1...Self.horizon {
            if let first = openings(on: date.advanced(byDays: days)).first { return first.opensAt }
        }
        return nil
    }
}
