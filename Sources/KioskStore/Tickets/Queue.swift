internal import GRDB
public import KioskCore

/// What a counter is serving now.
public struct Serving: Hashable, Sendable {
    public var number: QueueNumber
    public var counter: String
}

/// How many tickets this kiosk has issued, and how their paper went.
public struct TicketCounts: Hashable, Sendable {
    /// Since the kiosk was installed.
    public var issuedEver: Int
    /// On the day asked for.
    public var issued: Int
    public var confirmed: Int
    public var failed: Int
    /// Of all that the store still keeps.
    public var confirmedKept: Int
    public var failedKept: Int
}

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

    /// How many people wait, by field; a field where nobody waits is missing.
    public func waitingCounts(on day: Int) throws(StoreFault) -> [String: Int] {
        try reading { db in
            let rows = try db.rows(
                "SELECT field, count(*) FROM ticket WHERE day = ? AND state = 'waiting' GROUP BY field", [day]
            )
            return Dictionary(try rows.map { (try $0.value(0), try $0.value(1)) }) { first, _ in first }
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

    /// The number each counter called last and still serves, in the order of the counters.
    public func serving(on day: Int) throws(StoreFault) -> [Serving] {
        try reading { db in
            let rows = try db.rows(
                """
                SELECT prefix, ordinal, counter, max(changed) FROM ticket
                WHERE day = ? AND counter IS NOT NULL AND state IN ('called', 'serving')
                GROUP BY counter ORDER BY length(counter), counter
                """, [day])
            return try rows.map {
                Serving(
                    number: QueueNumber(prefix: try $0.value(0), ordinal: try $0.value(1)),
                    counter: try $0.value(2))
            }
        }
    }

    public func counts(on day: Int) throws(StoreFault) -> TicketCounts {
        try reading { db in
            let row = try db.row(
                """
                SELECT count(*) FILTER (WHERE day = ?1),
                    count(*) FILTER (WHERE day = ?1 AND print_state = 'confirmed'),
                    count(*) FILTER (WHERE day = ?1 AND print_state = 'failed'),
                    count(*) FILTER (WHERE print_state = 'confirmed'),
                    count(*) FILTER (WHERE print_state = 'failed')
                FROM ticket WHERE is_own
                """, [day])
            guard let row else { throw StoreFault.damaged }
            return TicketCounts(
                issuedEver: try db.count("SELECT issued FROM head"), issued: try row.value(0),
                confirmed: try row.value(1), failed: try row.value(2), confirmedKept: try row.value(3),
                failedKept: try row.value(4))
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
