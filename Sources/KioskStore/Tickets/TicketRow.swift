internal import GRDB
internal import KioskCore

/// A ticket as a row.
enum TicketRow {
    static let columns = """
        id, field, day, prefix, ordinal, token, issued_at, is_priority, is_after_cut_off, state, counter, \
        print_state, reprints
        """

    static func ticket(_ row: Row) throws -> Ticket {
        Ticket(
            id: try row.value(0), series: Series(field: try row.value(1), dayNumber: try row.value(2)),
            number: QueueNumber(prefix: try row.value(3), ordinal: try row.value(4)), token: try row.value(5),
            issuedAt: try row.timestamp(6), isPriority: try row.value(7), isAfterCutOff: try row.value(8),
            state: try row.choice(9), counter: try row.optional(10), printState: try row.choice(11),
            reprints: try row.value(12))
    }

    /// Stores a ticket that must be new.
    static func insert(_ ticket: Ticket, isOwn: Bool, changed: Int64 = 0, into db: Database) throws {
        try db.run(
            "INSERT INTO ticket (\(columns), is_own, changed) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)",
            [
                ticket.id, ticket.series.field, ticket.series.day, ticket.number.prefix,
                ticket.number.ordinal,
                ticket.token, ticket.issuedAt.milliseconds, ticket.isPriority, ticket.isAfterCutOff,
                ticket.state.rawValue, ticket.counter, ticket.printState.rawValue, ticket.reprints, isOwn,
                changed,
            ])
    }

    static func find(id: String, in db: Database) throws -> Ticket? {
        try db.row("SELECT \(columns) FROM ticket WHERE id = ?", [id]).map(ticket)
    }

    static func findOwn(id: String, in db: Database) throws -> Ticket? {
        try db.row("SELECT \(columns) FROM ticket WHERE id = ? AND is_own", [id]).map(ticket)
    }
}
