/// How long the paper lasts: *hết giấy khoảng 10:40*.
public struct PaperForecast: Hashable, Sendable, Codable {
    /// Slips that still come out.
    public var slipsLeft: Int
    /// When the roll runs out, if that is today; to ten minutes, rounded down so that nobody comes too late.
    public var endsAt: Timestamp?

    public init(slipsLeft: Int, endsAt: Timestamp?) {
        self.slipsLeft = slipsLeft
        self.endsAt = endsAt
    }

    /// Goes through the rest of the day's sessions, minute by minute, at the demand of each hour.
    ///
    /// Without earlier days the pace of today so far continues; during its first quarter of an hour there is
    /// no estimate.
    public init(
        _ supply: PaperSupply, on facts: RollFacts, demand: SlipDemand, calendar: WorkingCalendar,
        now: Timestamp
    ) {
        let slips = supply.left(on: facts) / supply.slip
        slipsLeft = Int(slips)
        guard slipsLeft > 0 else {
            endsAt = now
            return
        }
        endsAt = Self.end(of: slips, demand, calendar.openings(on: now.date), now)
    }

    private static func end(
        of slips: Double, _ demand: SlipDemand, _ openings: [WorkingCalendar.Opening], _ now: Timestamp
    ) -> Timestamp? {
        guard let pace = Pace(demand, openings, now) else { return nil }
        var left = slips
        for opening in openings {
            var minute = max(now, opening.opensAt)
            while minute < opening.closesAt {
                left -= pace.slipsAMinute(in: minute.hour)
                if left <= 0 { return minute.roundedDown }
                minute = minute.advanced(bySeconds: 60)
            }
        }
        return nil
    }

    /// Slips a minute of working time, by hour of the day.
    private struct Pace {
        private let byHour: [Double]

        init?(_ demand: SlipDemand, _ openings: [WorkingCalendar.Opening], _ now: Timestamp) {
            guard let usual = demand.usual else {
                let past = openings.reduce(0) { $0 + $1.minutes(until: now) }
                guard past >= 15 else { return nil }
                let slips = Double(demand.today.reduce(0, +))
                byHour = Array(repeating: slips / Double(past), count: SlipDemand.hours)
                return
            }
            let factor = demand.factor(before: now.hour)
            byHour = usual.enumerated().map { hour, slips in
                // The hour's slips all come in its working minutes.
                let minutes = openings.reduce(0) { $0 + $1.minutes(in: hour) }
                return minutes > 0 ? factor * slips / Double(minutes) : 0
            }
        }

        func slipsAMinute(in hour: Int) -> Double { byHour[hour] }
    }
}

extension WorkingCalendar.Opening {
    /// Its whole minutes that are over at a time.
    fileprivate func minutes(until time: Timestamp) -> Int64 {
        max(0, opensAt.seconds(to: min(time, closesAt)) / 60)
    }

    /// Its minutes that lie in an hour of the day.
    fileprivate func minutes(in hour: Int) -> Int64 {
        let begin = opensAt.advanced(bySeconds: Int64(hour * 3600 - opensAt.millisecondsOfDay / 1000))
        let end = begin.advanced(bySeconds: 3600)
        return max(0, max(begin, opensAt).seconds(to: min(end, closesAt)) / 60)
    }
}

extension Timestamp {
    fileprivate var roundedDown: Timestamp {
        Timestamp(milliseconds: milliseconds - Int64(millisecondsOfDay) % 600_000)
    }
}
