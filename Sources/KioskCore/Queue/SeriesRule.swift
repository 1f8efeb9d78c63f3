/// The numbers of a series: which comes next, and to which day it belongs.
public enum SeriesRule {
    /// The number after the highest one used; 1 when none is.
    ///
    /// A cancelled or failed ticket keeps its number, so a series has neither gaps nor repetitions.
    public static func next(after highest: Int?, prefix: String) -> QueueNumber {
        QueueNumber(prefix: prefix, ordinal: max(0, highest ?? 0) + 1)
    }

    /// The prefix of a kiosk's own series, for when every leased number is used up and the centre is away.
    ///
    /// The kiosk's letter follows the field's prefix: field `A` at kiosk `K` gives `AK001`. No two kiosks of
    /// a site have the same letter, so such numbers never meet. Nothing when one of the two cannot stand in a
    /// ticket token.
    public static func overflowPrefix(field prefix: String, kiosk letter: String) -> String? {
        guard (1...3).contains(prefix.utf8.count), letter.utf8.count == 1,
            prefix.utf8.allSatisfy(\.isUpperLetterOrDigit), letter.utf8.allSatisfy(\.isUpperLetter)
        else { return nil }
        return prefix + letter
    }
}

/// The day that numbers are issued on: the calendar's, taken lazily; a clock that jumps back is not believed.
public struct SeriesDay: Hashable, Sendable {
    /// Whether the wall clock is believed.
    public enum Trust: String, CaseIterable, Hashable, Sendable {
        case trusted
        /// It shows an earlier day than one already seen. Numbers go on in the day seen.
        case wentBack
        /// It is far ahead of the last day seen and nobody confirmed it. Its day is used but not remembered.
        case leaptAhead
    }

    /// A kiosk that slept longer than this waits for somebody to confirm its clock.
    public static let longestUnconfirmedLeap = 31

    /// The day to issue on.
    public let day: CivilDate
    public let trust: Trust
    /// The last day seen from now on; to be stored with the ticket.
    public let lastSeen: CivilDate

    /// Decides the day for a ticket asked for now.
    ///
    /// - Parameters:
    ///   - last: the last day seen, from the store; nothing on a new kiosk.
    ///   - isConfirmed: whether the central system or a time server vouches for the clock. Then it is believed
    ///     whatever was seen: numbers of a day go on from the highest used, so none comes twice.
    public init(lastSeen last: CivilDate?, now: Timestamp, isConfirmed: Bool = false) {
        let today = now.date
        let leap = last.map { today.daysSinceEpoch - $0.daysSinceEpoch } ?? 0
        guard let last, !isConfirmed, leap < 0 || leap > Self.longestUnconfirmedLeap else {
            (day, trust, lastSeen) = (today, .trusted, today)
            return
        }
        // Remembering a wrong far day would hold every later ticket on it.
        (day, trust, lastSeen) = leap < 0 ? (last, .wentBack, last) : (today, .leaptAhead, last)
    }
}
