public import CentralContract
internal import GRDB
public import KioskCore
internal import Synchronization

extension KioskStore {
    /// Where to go on reading the feed.
    public func feedPosition() throws(StoreFault) -> FeedPosition {
        try reading(FeedTable.position)
    }

    /// Applies a page and moves the cursor in one transaction.
    ///
    /// A page of another feed empties the caches and puts the position at that feed's beginning; this
    /// kiosk's tickets and journal stay. A page that does not follow on the position is ignored.
    ///
    /// - Returns: where to go on.
    public func apply(_ batch: FeedBatch, at now: Timestamp) throws(StoreFault) -> FeedPosition {
        let before = try feedPosition()
        let isNews = !batch.changes.isEmpty || batch.cursor != before.cursor || batch.feed != before.feed
        let after = isNews ? try writing { db in try FeedTable.apply(batch, at: now, to: db) } : before
        if batch.isLatest && after == FeedPosition(feed: batch.feed, cursor: batch.cursor) {
            caughtUpAt.withLock { $0 = now }
        }
        return after
    }
}

/// The feed's position and its changes inside a transaction.
enum FeedTable {
    static func position(_ db: Database) throws -> FeedPosition {
        guard let row = try db.row("SELECT id, cursor FROM feed") else {
            return FeedPosition(feed: nil, cursor: 0)
        }
        return FeedPosition(feed: try row.value(0), cursor: try row.value(1))
    }

    static func apply(_ batch: FeedBatch, at now: Timestamp, to db: Database) throws -> FeedPosition {
        var position = try position(db)
        if position.feed != batch.feed {
            let isFirst = position.feed == nil
            position = FeedPosition(feed: batch.feed, cursor: 0)
            try write(position, to: db)
            guard isFirst else {
                // Asked for another feed, the centre may have answered from the middle of this one.
                try emptyCaches(db)
                return position
            }
        }
        guard batch.after == position.cursor, batch.cursor >= batch.after else { return position }
        for change in batch.changes { try apply(change, at: now, to: db) }
        position.cursor = batch.cursor
        try write(position, to: db)
        return position
    }

    private static func apply(_ change: FeedBatch.Change, at now: Timestamp, to db: Database) throws {
        switch change.item {
        case .dossier(let facts): try DossierRow.upsert(facts, fetchedAt: now, isFed: true, into: db)
        case .dossierGone(let code): try db.run("DELETE FROM dossier WHERE code = ?", [code.text])
        case .procedure(let procedure): try ProcedureRow.upsert(procedure, into: db)
        case .procedureGone(let code): try ProcedureRow.remove(code, from: db)
        case .field(let field): try FieldRow.upsert(field, into: db)
        case .fieldGone(let id): try db.run("DELETE FROM field WHERE id = ?", [id])
        case .ticket(let ticket): try mirror(ticket, changed: change.sequence, into: db)
        case .ticketGone(let id): try db.run("DELETE FROM ticket WHERE id = ? AND NOT is_own", [id])
        case .dispenser(let state): try DispenserRow.upsert(state, into: db)
        case .dispenserGone(let id): try db.run("DELETE FROM dispenser WHERE kiosk = ?", [id])
        }
    }

    /// Of an own ticket the centre knows only state and counter better; another kiosk's is mirrored.
    private static func mirror(_ ticket: Ticket, changed: Int64, into db: Database) throws {
        // A number that no series can reach would end the series (hostile until proven otherwise).
        guard (1...Numbering.mostOrdinal).contains(ticket.number.ordinal) else { return }
        try db.run(
            "UPDATE ticket SET state = ?, counter = ?, changed = ? WHERE id = ?",
            [ticket.state.rawValue, ticket.counter, changed, ticket.id])
        guard db.changesCount == 0 else { return }
        try TicketRow.insert(ticket, isOwn: false, changed: changed, into: db)
        try Numbering.take(ticket.number, day: ticket.series.day, in: db)
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
