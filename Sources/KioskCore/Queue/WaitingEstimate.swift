/// How long a ticket will wait, as an honest range of minutes.
///
/// The bounds hold whenever every service takes as long as the field says and the counters stay open: the
/// least has everybody ahead served quickly and the counters about to be free, the most has everybody slow
/// and just begun.
public struct WaitingEstimate: Hashable, Sendable {
    /// The range as it follows from the numbers.
    public let exact: ClosedMinutes

    /// Nothing when no counter is open: then nobody can say.
    ///
    /// - Parameters:
    ///   - peopleAhead: those who will be called before.
    ///   - serviceMinutes: the usual minutes at a counter of this field.
    ///   - openCounters: the counters that call this field now.
    public init?(peopleAhead: Int, serviceMinutes: ClosedMinutes, openCounters: Int) {
        guard openCounters > 0 else { return nil }
        let people = min(max(peopleAhead, 0), 10_000)
        let counters = min(openCounters, 10_000)
        let least = min(max(serviceMinutes.least, 0), 1440)
        let most = min(max(serviceMinutes.most, least), 1440)
        exact = ClosedMinutes(
            least: people / counters * least,
            most: (people + counters) / counters * most)
    }

    /// The range to show: widened to steps that people think in, 5 minutes up to an hour and then 15.
    ///
    /// With more people ahead neither end ever falls.
    public var shown: ClosedMinutes {
        ClosedMinutes(
            least: exact.least / Self.step(exact.least) * Self.step(exact.least),
            most: (exact.most + Self.step(exact.most) - 1) / Self.step(exact.most) * Self.step(exact.most))
    }

    private static func step(_ minutes: Int) -> Int { minutes <= 60 ? 5 : 15 }
}
