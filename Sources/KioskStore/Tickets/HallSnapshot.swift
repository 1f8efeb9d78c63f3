internal import GRDB
public import KioskCore

/// What the store knows of the hall at one moment: everything that the screens and the status report show.
public struct HallSnapshot: Hashable, Sendable {
    /// The number that a counter called last and still serves.
    public struct Served: Hashable, Sendable {
        public var number: QueueNumber
        public var counter: String
    }

    /// How many tickets this kiosk has issued, and how their paper went.
    public struct Tickets: Hashable, Sendable {
        /// Since the kiosk was installed.
        public var issuedEver: Int
        /// On the day of the snapshot.
        public var issued: Int
        public var confirmed: Int
        public var failed: Int
        /// Of all that the store still keeps.
        public var confirmedKept: Int
        public var failedKept: Int
    }

    public struct Journal: Hashable, Sendable {
        /// Entries that the centre has not acknowledged.
        public var pending: Int
        /// The last sequence that it has.
        public var acknowledged: Int64
    }

    /// The day that numbers are given on, `yyyyMMdd`: today, or the last one while the clock is behind.
    public var day: Int
    /// All fields in their order.
    public var fields: [ServiceField]
    /// How many people wait, by field; a field where nobody waits is missing.
    public var waiting: [String: Int]
    /// In the order of the counters.
    public var serving: [Served]
    /// The centre's dispensers as the feed last described them, this one among them.
    public var dispensers: [DispenserState]
    public var tickets: Tickets
    public var journal: Journal

    /// The expected wait of somebody who takes a number now, by field.
    public var waits: [String: MinuteRange] {
        var waits: [String: MinuteRange] = [:]
        for field in fields { waits[field.id] = field.expectedWait(behind: waiting[field.id] ?? 0) }
        return waits
    }
}

extension KioskStore {
    /// The hall as it is now, read in one transaction.
    public func hall(now: Timestamp) throws(StoreFault) -> HallSnapshot {
        try reading { db in
            let head = try Head(db)
            return try HallSnapshot(head, day: max(head.lastDay, now.date.number), in: db)
        }
    }

    /// The hall as it was on a day.
    func hall(on day: Int) throws(StoreFault) -> HallSnapshot {
        try reading { db in try HallSnapshot(Head(db), day: day, in: db) }
    }
}

extension HallSnapshot {
    fileprivate init(_ head: Head, day: Int, in db: Database) throws {
        self.day = day
        fields = try FieldRow.all(in: db)
        waiting = try Self.waiting(on: day, in: db)
        serving = try Self.serving(on: day, in: db)
        dispensers = try DispenserRow.all(in: db)
        tickets = try Tickets(issuedEver: head.issued, day: day, in: db)
        journal = Journal(pending: head.journal.pendingCount, acknowledged: head.journal.acknowledged)
    }

    private static func waiting(on day: Int, in db: Database) throws -> [String: Int] {
        let rows = try db.rows(
            "SELECT field, count(*) FROM ticket WHERE day = ? AND state = 'waiting' GROUP BY field", [day])
        return Dictionary(try rows.map { (try $0.value(0), try $0.value(1)) }) { first, _ in first }
    }

    private static func serving(on day: Int, in db: Database) throws -> [Served] {
        let rows = try db.rows(
            """
            SELECT prefix, ordinal, counter, max(changed) FROM ticket
            WHERE day = ? AND counter IS NOT NULL AND state IN ('called', 'serving')
            GROUP BY counter ORDER BY length(counter), counter
            """, [day])
        return try rows.map {
            Served(
                number: QueueNumber(prefix: try $0.value(0), ordinal: try $0.value(1)),
                counter: try $0.value(2))
        }
    }
}

extension HallSnapshot.Tickets {
    fileprivate init(issuedEver: Int, day: Int, in db: Database) throws {
        let row = try db.row(
            """
            SELECT count(*) FILTER (WHERE day = ?1),
                count(*) FILTER (WHERE day = ?1 AND print_state = 'confirmed'),
                count(*) FILTER (WHERE day = ?1 AND print_state = 'failed'),
                count(*) FILTER (WHERE print_state = 'confirmed'),
                count(*) FILTER (WHERE print_state = 'failed')
            FROM ticket WHERE is_own
            """, [day])
        guard let row else { throw StoreFault.corrupt }
        self.init(
            issuedEver: issuedEver, issued: try row.value(0),
            confirmed: try row.value(1), failed: try row.value(2), confirmedKept: try row.value(3),
            failedKept: try row.value(4))
    }
}
