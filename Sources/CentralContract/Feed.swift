public import KioskCore

/// One page of `GET /v1/feed?feed=ID&after=CURSOR&limit=N&wait=SECONDS`: what changed, in order.
public struct FeedPage: Hashable, Sendable, Codable {
    /// Which feed this is; another one (a restored or new centre) must be read from the beginning.
    public var feed: String
    /// Where to go on: the sequence of the last change here, or the requested cursor if nothing changed.
    public var cursor: Int64
    /// Whether the next page can be had at once.
    public var more: Bool
    /// How far this page's cursor is from the feed's head, at least the number of changes still to come; for
    /// progress in percent (V-01).
    public var remaining: Int64
    public var changes: [FeedChange]
    /// How many changes are of kinds that this version does not know; it ignores them.
    public var unknownChanges = 0
    /// The centre's clock at the response, against which a kiosk checks its own.
    public var time: Timestamp?

    public init(
        feed: String, cursor: Int64, more: Bool, remaining: Int64, changes: [FeedChange],
        time: Timestamp? = nil
    ) {
        self.feed = feed
        self.cursor = cursor
        self.more = more
        self.remaining = remaining
        self.changes = changes
        self.time = time
    }
}

extension FeedPage {
    private enum CodingKeys: String, CodingKey { case feed, cursor, more, remaining, changes, time }

    /// A newer centre may send kinds that are unknown here; a version that adds one reads the feed anew.
    private struct Read: Decodable {
        private enum CodingKeys: String, CodingKey { case kind }

        let change: FeedChange?

        init(from decoder: any Decoder) throws {
            let kind = try decoder.container(keyedBy: CodingKeys.self).decode(String.self, forKey: .kind)
            change = FeedChange.Kind(rawValue: kind) == nil ? nil : try FeedChange(from: decoder)
        }
    }

    public init(from decoder: any Decoder) throws {
        let page = try decoder.container(keyedBy: CodingKeys.self)
        let read = try page.decode([Read].self, forKey: .changes)
        self.init(
            feed: try page.decode(String.self, forKey: .feed),
            cursor: try page.decode(Int64.self, forKey: .cursor),
            more: try page.decode(Bool.self, forKey: .more),
            remaining: try page.decode(Int64.self, forKey: .remaining), changes: read.compactMap(\.change),
            time: try page.decodeIfPresent(Timestamp.self, forKey: .time))
        unknownChanges = read.count - changes.count
    }
}

/// One change: the new value of one thing, or its end (a tombstone: no value).
public struct FeedChange: Hashable, Sendable, Codable {
    public enum Kind: String, CaseIterable, Hashable, Sendable, Codable {
        case dossier, procedure, field, ticket, dispenser
    }

    public var sequence: Int64
    public var kind: Kind
    /// The dossier code, procedure code, field id, ticket id or kiosk id.
    public var key: String
    public var dossier: DossierFacts?
    public var procedure: Procedure?
    public var field: ServiceField?
    public var ticket: Ticket?
    public var dispenser: DispenserState?

    /// Whether the thing is gone.
    public var isTombstone: Bool {
        dossier == nil && procedure == nil && field == nil && ticket == nil && dispenser == nil
    }

    public init(
        sequence: Int64, kind: Kind, key: String, dossier: DossierFacts? = nil, procedure: Procedure? = nil,
        field: ServiceField? = nil, ticket: Ticket? = nil, dispenser: DispenserState? = nil
    ) {
        self.sequence = sequence
        self.kind = kind
        self.key = key
        self.dossier = dossier
        self.procedure = procedure
        self.field = field
        self.ticket = ticket
        self.dispenser = dispenser
    }
}

/// How far a feed has been read.
public struct FeedPosition: Hashable, Sendable {
    /// `nil` before the first page.
    public var feed: String?
    public var cursor: Int64

    public init(feed: String?, cursor: Int64) {
        self.feed = feed
        self.cursor = cursor
    }
}
