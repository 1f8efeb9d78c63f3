internal import GRDB
public import KioskCore

extension Ledger {
    /// Reads the whole file and the whole journal, some time after opening.
    ///
    /// A store that turns out corrupt is replaced. Ends early when the task is cancelled.
    /// - Parameter pause: Called after each piece of a few milliseconds, so that reads come in between.
    public func verify(now: Timestamp, pause: @Sendable () async -> Void) async throws(StoreFault) {
        var verification = Verification()
        while !verification.isComplete && !Task.isCancelled {
            let before = verification
            verification = try await read(now: now) { store throws(StoreFault) in
                try store.advance(before)
            }
            await pause()
        }
    }

    /// Deletes tickets and acknowledged journal entries that are older than the days to keep
    /// (domain.md 9.4: 30 to 90).
    ///
    /// Ends early when the task is cancelled.
    /// - Parameter pause: Called after each piece of a few milliseconds, so that writes come in between.
    public func forget(
        before now: Timestamp, keepingDays: Int, pause: @Sendable () async -> Void
    ) async throws(StoreFault) {
        var isComplete = false
        while !isComplete && !Task.isCancelled {
            isComplete = try await write(now: now) { store throws(StoreFault) in
                try store.forget(before: now, keepingDays: keepingDays, limit: 100)
            }
            await pause()
        }
    }
}

extension KioskStore {
    /// Deletes what is older than the days to keep, at most so many tickets and so many journal entries.
    ///
    /// Unacknowledged entries stay. The head keeps the hash of the last entry that was deleted, so that the
    /// chain can still be followed.
    /// - Returns: Whether nothing old is left.
    func forget(before now: Timestamp, keepingDays: Int, limit: Int) throws(StoreFault) -> Bool {
        let day = now.date.advanced(byDays: -keepingDays).number
        return try writing { db in
            try db.run(
                "DELETE FROM ticket WHERE id IN (SELECT id FROM ticket WHERE day < ? LIMIT ?)", [day, limit])
            let hasMoreTickets = db.changesCount == limit
            if !hasMoreTickets { try db.run("DELETE FROM series WHERE day < ?", [day]) }
            let hasMoreEntries = try Self.pruneJournal(before: day, limit: limit, in: db)
            return !hasMoreTickets && !hasMoreEntries
        }
    }

    /// - Returns: Whether more may be deleted.
    private static func pruneJournal(before day: Int, limit: Int, in db: Database) throws -> Bool {
        var head = try Head(db)
        let rows = try db.rows(
            "SELECT sequence, day, hash FROM journal WHERE sequence > ? ORDER BY sequence LIMIT ?",
            [head.journal.pruned, limit])
        // Only a beginning of the chain may go.
        let old = try rows.prefix {
            let (sequence, entryDay): (Int64, Int) = (try $0.value(0), try $0.value(1))
            return entryDay < day && sequence <= head.journal.acknowledged
        }
        guard let last = old.last else { return false }
        head.journal.pruned = try last.value(0)
        head.journal.prunedHash = try last.value(2)
        try head.write(to: db)
        try db.run("DELETE FROM journal WHERE sequence <= ?", [head.journal.pruned])
        return old.count == limit
    }

    /// The next piece of a verification, in a transaction of its own.
    func advance(_ verification: Verification) throws(StoreFault) -> Verification {
        try reading { db in
            var verification = verification
            try verification.advance(in: db)
            return verification
        }
    }

    /// The whole verification at once.
    func verify() throws(StoreFault) {
        var verification = Verification()
        while !verification.isComplete { verification = try advance(verification) }
    }
}

/// A check of the whole store in pieces: every page is read, every row of a table that can be large, and the
/// journal's chain.
///
/// SQLite's `quick_check` cannot be interrupted, so it checks one table at a time, and only those that stay
/// small.
struct Verification: Sendable {
    private enum Step: Sendable {
        case listTables
        case checkTables([String])
        /// Reads rows in the order of their key, from behind this one.
        case scan([Scan], after: String)
        case journal(JournalChain)
        case complete
    }

    private var step = Step.listTables

    var isComplete: Bool { if case .complete = step { true } else { false } }

    mutating func advance(in db: Database) throws {
        switch step {
        case .listTables: step = .checkTables(try Self.smallTables(db))
        case .checkTables(let tables):
            if let table = tables.first { try Self.check(table, in: db) }
            step = tables.isEmpty ? .scan(Scan.all, after: "") : .checkTables(Array(tables.dropFirst()))
        case .scan(let scans, let last):
            if let scan = scans.first {
                let next = try scan.read(after: last, in: db)
                step = next.map { .scan(scans, after: $0) } ?? .scan(Array(scans.dropFirst()), after: "")
            } else {
                step = .journal(JournalChain(try JournalHead(db)))
            }
        case .journal(var chain):
            switch try chain.follow(limit: 200, in: db) {
            case nil: step = .journal(chain)
            case .broken: throw StoreFault(.corrupt, detail: "the journal's chain is broken")
            case .intact:
                // The pages are not needed again; a kiosk needs its memory for its screen.
                try db.execute(sql: "PRAGMA shrink_memory")
                step = .complete
            }
        case .complete: break
        }
    }

    private static func smallTables(_ db: Database) throws -> [String] {
        // A virtual table has no pages of its own.
        let names = try String.fetchAll(
            db, sql: "SELECT name FROM sqlite_schema WHERE type = 'table' AND rootpage > 0")
        return ["sqlite_schema"] + names.filter { !Scan.largeTables.contains($0) }
    }

    private static func check(_ table: String, in db: Database) throws {
        let finding = try String.fetchOne(db, sql: "PRAGMA quick_check(\(table.quotedDatabaseIdentifier))")
        guard finding == "ok" else { throw StoreFault(.corrupt, detail: "quick_check of \(table)") }
    }
}

/// Reads a large table in the order of a text key, some rows at a time.
private struct Scan: Sendable {
    static let largeTables = ["ticket", "journal", "dossier", "procedure_body"]
    static let all = [
        // By the index of ids, so that it is read as well.
        Scan(
            "ticket", key: "id", limit: 200,
            isValid: """
                typeof(day) = 'integer' AND typeof(ordinal) = 'integer' AND typeof(prefix) = 'text'
                AND typeof(token) = 'text' AND typeof(issued_at) = 'integer' AND typeof(state) = 'text'
                """),
        Scan(
            "dossier", key: "code", limit: 500,
            isValid: """
                typeof(code) = 'text' AND typeof(status) = 'integer' AND typeof(updated_at) = 'integer'
                AND typeof(fetched_at) = 'integer'
                """),
        Scan(
            "procedure JOIN procedure_body USING (row)", key: "code", limit: 20, isValid: "json_valid(body)"),
    ]

    private let sql: String
    private let limit: Int

    private init(_ table: String, key: String, limit: Int, isValid: String) {
        sql = "SELECT \(key), \(isValid) FROM \(table) WHERE \(key) > ? ORDER BY \(key) LIMIT \(limit)"
        self.limit = limit
    }

    /// - Returns: The last key that was read; `nil` if the table has no more rows.
    func read(after key: String, in db: Database) throws -> String? {
        let rows = try Row.fetchCursor(db.cachedStatement(sql: sql), arguments: [key])
        var (last, count) = (key, 0)
        while let row = try rows.next() {
            let (next, isValid): (String, Bool) = (try row.value(0), try row.value(1))
            guard isValid, last.utf8.lexicographicallyPrecedes(next.utf8) else {
                throw StoreFault(.corrupt, detail: "a row is not valid or not in order")
            }
            (last, count) = (next, count + 1)
        }
        return count < limit ? nil : last
    }
}
