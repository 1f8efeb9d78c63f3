public import KioskCore

/// One change of the feed: the new value of one thing, or its end.
public enum FeedItem: Hashable, Sendable {
    case dossier(DossierFacts)
    case dossierGone(DossierCode)
    case procedure(Procedure)
    case procedureGone(String)
    case field(ServiceField)
    case fieldGone(String)
    case ticket(Ticket)
    case ticketGone(String)
    case dispenser(DispenserState)
    case dispenserGone(String)
}

/// One page of the feed, to be applied whole.
public struct FeedBatch: Hashable, Sendable {
    public struct Change: Hashable, Sendable {
        public var sequence: Int64
        public var item: FeedItem

        public init(sequence: Int64, item: FeedItem) {
            self.sequence = sequence
            self.item = item
        }
    }

    /// Which feed it is of.
    public var feed: String
    /// The cursor it was asked with, and the one to go on from.
    public var after: Int64
    public var cursor: Int64
    /// Whether the feed had nothing newer when it answered.
    public var isLatest: Bool
    public var changes: [Change]

    public init(feed: String, after: Int64, cursor: Int64, isLatest: Bool, changes: [Change]) {
        self.feed = feed
        self.after = after
        self.cursor = cursor
        self.isLatest = isLatest
        self.changes = changes
    }
}
