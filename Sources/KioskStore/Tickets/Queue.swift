internal import GRDB
public import KioskCore

extension KioskStore {
    /// The last day that tickets were issued on, `yyyyMMdd`; 0 before the first.
    public func lastDay() throws(StoreFault) -> Int {
        try reading { db in try db.count("SELECT last_day FROM head") }
    }

    public func ticket(_ id: String) throws(StoreFault) -> Ticket? {
        try reading { db in try TicketRow.find(id: id, in: db) }
    }

    /// The ticket that bears a number on a day; this kiosk's own when another kiosk claims it too.
    public func ticket(_ number: QueueNumber, on day: Int) throws(StoreFault) -> Ticket? {
        try reading { db in
            try db.row(
                """
                SELECT \(TicketRow.columns) FROM ticket WHERE day = ? AND prefix = ? AND ordinal = ?
                ORDER BY is_own DESC
                """, [day, number.prefix, number.ordinal]
            ).map(TicketRow.ticket)
        }
    }

    /// This kiosk's own tickets of a day, in the order of issue.
    public func ownTickets(on day: Int) throws(StoreFault) -> [Ticket] {
        try reading { db in
            try db.rows(
                """
                SELECT \(TicketRow.columns) FROM ticket WHERE day = ? AND is_own
                ORDER BY issued_at, ordinal
                """, [day]
            ).map(TicketRow.ticket)
        }
    }

    /// How many waiting people of the field will be called before this ticket, as the slip says it.
    ///
    /// Earlier ones count; for an ordinary ticket everybody with priority counts too, for one with
    /// priority only the others with priority do.
    public func peopleAhead(of ticket: Ticket) throws(StoreFault) -> Int {
        try reading { db in
            try db.count(
                """
                SELECT count(*) FROM ticket
                WHERE day = ? AND field = ? AND state = 'waiting' AND id <> ? AND
                    CASE WHEN is_priority = ? THEN (issued_at, ordinal) < (?, ?) ELSE is_priority END
                """,
                [
                    ticket.series.day, ticket.series.field, ticket.id, ticket.isPriority,
                    ticket.issuedAt.milliseconds, ticket.number.ordinal,
                ])
        }
    }

    /// Own tickets whose paper was never heard of again: a power cut came between the number and its slip.
    public func unsettledTickets() throws(StoreFault) -> [Ticket] {
        try reading { db in
            try db.rows(
                "SELECT \(TicketRow.columns) FROM ticket WHERE is_own AND print_state IN ('issued', 'submitted')",
                []
            ).map(TicketRow.ticket)
        }
    }
}
