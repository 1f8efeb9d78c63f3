public import CentralContract
internal import GRDB
public import KioskCore
internal import Synchronization

extension KioskStore {
    /// Where to continue reading the feed.
    public func feedPosition() throws(StoreFault) -> FeedPosition {
        try reading(FeedCache.position)
    }

    /// Applies a page and moves the cursor in one transaction.
    ///
    /// A page of another feed empties the caches and puts the position at that feed's beginning; this
    /// kiosk's tickets and journal stay. A page that does not follow the position is ignored.
    ///
    /// - Parameter cursor: The cursor that the page was requested with.
    /// - Returns: The position to continue from.
    public func apply(
        _ page: FeedPage, after cursor: Int64, at now: Timestamp
    ) throws(StoreFault) -> FeedPosition {
        let end = FeedPosition(feed: page.feed, cursor: page.cursor)
        let hasNews = page.changes.isEmpty ? try feedPosition() != end : true
        let position =
            hasNews ? try writing { db in try FeedCache.apply(page, after: cursor, at: now, to: db) } : end
        if !page.more && position == end { caughtUpAt.withLock { $0 = now } }
        return position
    }
}

/// The feed's position, and its changes inside a transaction.
enum FeedCache {
    static func position(_ db: Database) throws -> FeedPosition {
        guard let row = try db.row("SELECT id, cursor FROM feed") else {
            return FeedPosition(feed: nil, cursor: 0)
        }
        return FeedPosition(feed: try row.value(0), cursor: try row.value(1))
    }

    static func apply(
        _ page: FeedPage, after cursor: Int64, at now: Timestamp, to db: Database
    ) throws -> FeedPosition {
        var position = try position(db)
        if position.feed != page.feed {
            let isFirst = position.feed == nil
            position = FeedPosition(feed: page.feed, cursor: 0)
            try write(position, to: db)
            guard isFirst else {
                // Requested with another feed's cursor, the page may be from the middle of this one.
                try emptyCaches(db)
                return position
            }
        }
        guard cursor == position.cursor, page.cursor >= cursor else { return position }
        let dossiers = try DossierRow.Upsert(at: now, isFed: true, in: db)
        for change in page.changes { try apply(change, dossiers: dossiers, to: db) }
        position.cursor = page.cursor
        try write(position, to: db)
        return position
    }

    private static func apply(_ change: FeedChange, dossiers: DossierRow.Upsert, to db: Database) throws {
        switch change.kind {
        case .dossier:
            if let facts = change.dossier { return try dossiers.run(facts) }
            try db.run("DELETE FROM dossier WHERE code = ?", [change.key])
        case .procedure:
            if let procedure = change.procedure { return try ProcedureRow.upsert(procedure, into: db) }
            try ProcedureRow.remove(change.key, from: db)
        case .field:
            if let field = change.field { return try FieldRow.upsert(field, into: db) }
            try db.run("DELETE FROM field WHERE id = ?", [change.key])
        case .ticket:
            if let ticket = change.ticket {
                return try mirror(ticket, changed: change.sequence, into: db)
            }
            try db.run("DELETE FROM ticket WHERE id = ? AND NOT is_own", [change.key])
        case .dispenser:
            if let state = change.dispenser { return try DispenserRow.upsert(state, into: db) }
            try db.run("DELETE FROM dispenser WHERE kiosk = ?", [change.key])
        }
    }

    /// Of an own ticket the centre knows only state and counter better; another kiosk's is mirrored.
    private static func mirror(_ ticket: Ticket, changed: Int64, into db: Database) throws {
        // A number that no series can reach would end the series (hostile until proven otherwise).
        guard (1...Numbering.maxOrdinal).contains(ticket.number.ordinal) else { return }
        try db.run(
            "UPDATE ticket SET state = ?, counter = ?, changed = ? WHERE id = ?",
            [ticket.state.rawValue, ticket.counter, changed, ticket.id])
        guard db.changesCount == 0 else { return }
        try TicketRow.insert(ticket, isOwn: false, changed: changed, into: db)
        try Numbering.reserve(ticket.number, day: ticket.series.day, in: db)
    }

    private static func emptyCaches(_ db: Database) throws {
        for table in ["dossier", "dispenser", "field", "procedure", "procedure_body", "procedure_search"] {
            try db.run("DELETE FROM \(table)")
        }
        try db.run("DELETE FROM ticket WHERE NOT is_own")
    }

    private static func write(_ position: FeedPosition, to db: Database) throws {
        try db.run(
            """
            INSERT INTO feed (only, id, cursor) VALUES (1, ?1, ?2)
            ON CONFLICT DO UPDATE SET id = ?1, cursor = ?2
            """, [position.feed, position.cursor])
    }
}
