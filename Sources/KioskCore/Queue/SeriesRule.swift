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
    /// a site have the same letter, so such numbers never meet. `nil` if one of the two is not allowed in a
    /// ticket token.
    public static func overflowPrefix(field prefix: String, kiosk letter: String) -> String? {
        guard (1...3).contains(prefix.utf8.count), letter.utf8.count == 1,
            prefix.utf8.allSatisfy(\.isUpperLetterOrDigit), letter.utf8.allSatisfy(\.isUpperLetter)
        else { return nil }
        return prefix + letter
    }
}

/// The day that numbers are issued on: the wall clock's, unless the clock is untrusted.
public struct SeriesDay: Hashable, Sendable {
    /// Whether the wall clock is trusted.
    public enum Trust: String, CaseIterable, Hashable, Sendable {
        case trusted
        /// It shows an earlier day than one already seen. Numbers continue in the day seen.
        case jumpedBack
        /// It is far ahead of the last day seen and nothing confirmed it. Its day is used but not stored.
        case jumpedAhead
    }

    /// Days; after a longer jump ahead the clock needs confirmation.
    public static let maxUnconfirmedJump = 31

    /// The day to issue on.
    public let day: CivilDate
    public let trust: Trust
    /// The last day seen from now on; to be stored with the ticket.
    public let lastSeen: CivilDate

    /// Decides the day for a ticket asked for now.
    ///
    /// - Parameters:
    ///   - last: the last day seen, from the store; `nil` on a new kiosk.
    ///   - isConfirmed: whether the central system or a time server confirms the clock. It is then trusted
    ///     whatever was seen: numbers of a day continue from the highest used, so none comes twice.
    public init(lastSeen last: CivilDate?, now: Timestamp, isConfirmed: Bool = false) {
        let today = now.date
        let jump = last.map { today.daysSinceEpoch - $0.daysSinceEpoch } ?? 0
        guard let last, !isConfirmed, jump < 0 || jump > Self.maxUnconfirmedJump else {
            (day, trust, lastSeen) = (today, .trusted, today)
            return
        }
        // Storing a wrong far day would hold every later ticket on it.
        (day, trust, lastSeen) = jump < 0 ? (last, .jumpedBack, last) : (today, .jumpedAhead, last)
    }
}
