import CentralContract
import GRDB
import KioskCore

/// Tickets as rows, and every change of one as a change in the feed.
enum TicketTable {
    /// The effect of a kiosk's event on the queue.
    static func apply(_ event: JournalEvent, from kiosk: String, in db: Database) throws {
        switch event.kind {
        case .ticketIssued:
            guard let ticket = event.ticket, isPlausible(ticket) else { return }
            try insert(ticket, from: kiosk, in: db)
        case .ticketPrint:
            guard let id = event.ticketID, let state = event.printState else { return }
            // The kiosk knows its own paper best, so this does not go into the feed by itself.
            try db.execute(
                sql: "UPDATE ticket SET print_state = ? WHERE id = ?", arguments: [state.rawValue, id])
        case .ticketReprinted:
            guard let id = event.ticketID else { return }
            try db.execute(sql: "UPDATE ticket SET reprints = reprints + 1 WHERE id = ?", arguments: [id])
        case .lookup, .rating, .started, .storeReplaced, .dispenser: return
        }
    }

    static func ticket(_ id: String, in db: Database) throws -> Ticket? {
        try Row.fetchOne(db, sql: "SELECT * FROM ticket WHERE id = ?", arguments: [id]).flatMap(
            Ticket.init(row:))
    }

    /// The tickets of a day that are in one of these states, oldest first.
    static func tickets(on day: Int, in states: [TicketState], in db: Database) throws -> [Ticket] {
        let marks = states.map { _ in "?" }.joined(separator: ",")
        let rows = try Row.fetchAll(
            db, sql: "SELECT * FROM ticket WHERE day = ? AND state IN (\(marks)) ORDER BY issued_at, id",
            arguments: [day] + StatementArguments(states.map(\.rawValue)))
        return rows.compactMap(Ticket.init(row:))
    }

    /// Moves a ticket to a state and publishes it to every kiosk.
    static func move(
        _ ticket: Ticket, to state: TicketState, counter: String, at now: Timestamp, in db: Database
    ) throws -> Ticket {
        var moved = ticket
        moved.state = state
        moved.counter = counter
        // Calling again does not change when it was called.
        let time = state.isOver ? "ended_at = ?" : "called_at = coalesce(called_at, ?)"
        try db.execute(
            sql: "UPDATE ticket SET state = ?, counter = ?, \(time) WHERE id = ?",
            arguments: [state.rawValue, counter, now.milliseconds, ticket.id])
        try publish(moved, in: db)
        return moved
    }

    private static func insert(_ ticket: Ticket, from kiosk: String, in db: Database) throws {
        try db.execute(
            sql: """
                INSERT INTO ticket (id, kiosk, field, day, prefix, ordinal, token, issued_at, is_priority,
                    is_after_cut_off, state, print_state, reprints)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING
                """,
            arguments: [
                ticket.id, kiosk, ticket.series.field, ticket.series.day, ticket.number.prefix,
                ticket.number.ordinal, ticket.token, ticket.issuedAt.milliseconds, ticket.isPriority,
                ticket.isAfterCutOff, TicketState.waiting.rawValue, ticket.printState.rawValue,
                ticket.reprints,
            ])
        guard db.changesCount == 1, let stored = try self.ticket(ticket.id, in: db) else { return }
        try publish(stored, in: db)
    }

    private static func publish(_ ticket: Ticket, in db: Database) throws {
        try FeedLog.put(.ticket, ticket.id, try StoredJSON.text(ticket), in: db)
    }

    /// Whether a kiosk can have issued this; it comes from outside the centre.
    private static func isPlausible(_ ticket: Ticket) -> Bool {
        IdentifierFormat.kiosk.matches(ticket.id) && IdentifierFormat.field.matches(ticket.series.field)
            && IdentifierFormat.prefix.matches(ticket.number.prefix)
            && (1...99_999).contains(ticket.number.ordinal)
            && (20_000_101...99_991_231).contains(ticket.series.day) && ticket.token.utf8.count <= 128
            && (0...999).contains(ticket.reprints)
    }
}

extension Ticket {
    /// Reads a row of `ticket`; `nil` if it contains a value that only a newer version knows.
    init?(row: Row) {
        guard let state = TicketState(rawValue: row["state"]),
            let print = PrintState(rawValue: row["print_state"])
        else { return nil }
        self.init(
            id: row["id"], series: Series(field: row["field"], dayNumber: row["day"]),
            number: QueueNumber(prefix: row["prefix"], ordinal: row["ordinal"]), token: row["token"],
            issuedAt: Timestamp(milliseconds: row["issued_at"]), isPriority: row["is_priority"],
            isAfterCutOff: row["is_after_cut_off"], state: state, counter: row["counter"], printState: print,
            reprints: row["reprints"])
    }
}
