/// What opening the store found, for the log and the technician's screen.
public enum OpeningReport: Hashable, Sendable {
    /// There was none; a new one was made.
    case created
    case opened
    /// The file was corrupt and a new one took its place.
    case replaced(Replacement)

    /// What became of a corrupt store.
    public struct Replacement: Hashable, Sendable {
        /// The name under which the corrupt file was kept, in the same directory.
        public var setAside: String
        /// Unsent journal entries that continue in the new journal.
        public var journalCarried: Int
        /// Unsent journal entries that could not be read; `nil` if their number is not known.
        public var journalLost: Int?
        /// Tickets of the last day that were carried over.
        public var ticketsCarried: Int
        /// Whether every series continues where it was; if not, an overflow series begins (`AX001`).
        public var areNumbersCertain: Bool

        /// For the `storeReplaced` journal event.
        var summary: String {
            let lost = journalLost.map(String.init) ?? "unknown"
            return "journal carried \(journalCarried), lost \(lost); tickets carried \(ticketsCarried); "
                + "numbers \(areNumbersCertain ? "certain" : "overflow")"
        }
    }
}

extension OpeningReport {
    /// What a technician should know about it.
    var notices: Set<LedgerNotice> {
        guard case .replaced(let replacement) = self else { return [] }
        var notices: Set<LedgerNotice> = [.storeReplaced]
        if !replacement.areNumbersCertain { notices.insert(.numbersUncertain) }
        if replacement.journalLost != 0 { notices.insert(.journalLost) }
        return notices
    }
}
