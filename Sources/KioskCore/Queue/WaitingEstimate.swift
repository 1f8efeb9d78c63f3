/// How long a ticket will wait, as a guaranteed range of minutes.
///
/// The bounds hold while every service takes as long as the field says and the counters stay open: the
/// shortest wait has everybody ahead served quickly and the counters about to be free, the longest has
/// everybody served slowly and just begun.
public struct WaitingEstimate: Hashable, Sendable {
    /// The range as it follows from the numbers.
    public let exact: MinuteRange

    /// `nil` if no counter is open.
    ///
    /// - Parameters:
    ///   - peopleAhead: those who will be called before.
    ///   - serviceMinutes: the usual minutes at a counter of this field.
    ///   - openCounters: the counters that call this field now.
    public init?(peopleAhead: Int, serviceMinutes: MinuteRange, openCounters: Int) {
        guard openCounters > 0 else { return nil }
        let people = min(max(peopleAhead, 0), 10_000)
        let counters = min(openCounters, 10_000)
        let shortest = min(max(serviceMinutes.shortest, 0), 1440)
        let longest = min(max(serviceMinutes.longest, shortest), 1440)
        exact = MinuteRange(
            shortest: people / counters * shortest,
            longest: (people + counters) / counters * longest)
    }

    /// The range to show: widened to steps that people think in, 5 minutes up to an hour and then 15.
    ///
    /// With more people ahead neither end ever falls.
    public var shown: MinuteRange {
        let (down, up) = (Self.step(exact.shortest), Self.step(exact.longest))
        return MinuteRange(
            shortest: exact.shortest / down * down, longest: (exact.longest + up - 1) / up * up)
    }

    private static func step(_ minutes: Int) -> Int { minutes <= 60 ? 5 : 15 }
}

extension ServiceField {
    /// The range of minutes to show to somebody with so many people ahead.
    ///
    /// - Returns: `nil` if nobody is ahead, or if the field's service times are not known.
    public func expectedWait(behind people: Int) -> MinuteRange? {
        guard let serviceMinutes, people > 0 else { return nil }
        return WaitingEstimate(
            peopleAhead: people, serviceMinutes: serviceMinutes, openCounters: max(1, counters.count))?.shown
    }
}
