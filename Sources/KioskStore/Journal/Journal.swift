public import CentralContract
internal import GRDB
public import KioskCore

/// Where the journal stands: the one row of `head`.
struct JournalHead: Hashable {
    var journal: String
    var sequence: Int64
    var hash: String
    var acknowledged: Int64
    var pruned: Int64
    var prunedHash: String

    init(_ db: Database) throws {
        let row = try db.row("SELECT journal, sequence, hash, acknowledged, pruned, pruned_hash FROM head")
        guard let row else { throw StoreFault.corrupt }
        journal = try row.value(0)
        sequence = try row.value(1)
        hash = try row.value(2)
        acknowledged = try row.value(3)
        pruned = try row.value(4)
        prunedHash = try row.value(5)
        guard pruned >= 0, pruned <= acknowledged, acknowledged <= sequence, sequence < .max else {
            throw StoreFault.corrupt
        }
    }
}

/// The journal inside a transaction.
enum Journal {
    static func append(_ event: JournalEvent, to db: Database) throws {
        try append(text: JSONText.encode(event), day: event.at.date.number, to: db)
    }

    static func append(text: String, day: Int, to db: Database) throws {
        let entry = try next(text, in: db)
        try db.run(
            "INSERT INTO journal (sequence, day, event, previous_hash, hash) VALUES (?, ?, ?, ?, ?)",
            [entry.sequence, day, entry.event, entry.previousHash, entry.hash])
    }

    /// Moves a stored entry to the end of a journal that has just begun and so is never longer.
    static func renumber(_ old: JournalEntry, in db: Database) throws {
        let entry = try next(old.event, in: db)
        try db.run(
            "UPDATE journal SET sequence = ?, previous_hash = ?, hash = ? WHERE sequence = ?",
            [entry.sequence, entry.previousHash, entry.hash, old.sequence])
    }

    /// The entry that follows on the head, which moves on to it.
    private static func next(_ event: String, in db: Database) throws -> JournalEntry {
        let head = try JournalHead(db)
        let sequence = head.sequence + 1
        let hash = JournalChain.hash(after: head.hash, sequence: sequence, event: event)
        try db.run("UPDATE head SET sequence = ?, hash = ?", [sequence, hash])
        return JournalEntry(sequence: sequence, event: event, previousHash: head.hash, hash: hash)
    }

    static func entry(_ row: Row) throws -> JournalEntry {
        JournalEntry(
            sequence: try row.value(0), event: try row.value(1), previousHash: try row.value(2),
            hash: try row.value(3))
    }

    static let columns = "sequence, event, previous_hash, hash"

    static func entries(after sequence: Int64, limit: Int, in db: Database) throws -> [JournalEntry] {
        try db.rows(
            "SELECT \(columns) FROM journal WHERE sequence > ? ORDER BY sequence LIMIT ?", [sequence, limit]
        ).map(entry)
    }
}

extension KioskStore {
    /// Which journal this is; a new one begins when the store had to be replaced.
    public var journalID: String {
        get throws(StoreFault) { try reading { db in try JournalHead(db).journal } }
    }

    /// How far the centre has acknowledged the journal.
    public var acknowledgedSequence: Int64 {
        get throws(StoreFault) { try reading { db in try JournalHead(db).acknowledged } }
    }

    /// How many entries the centre has not acknowledged.
    public var pendingCount: Int {
        get throws(StoreFault) {
            try reading { db in
                let head = try JournalHead(db)
                return Int(head.sequence - head.acknowledged)
            }
        }
    }

    /// Writes down something that happened.
    public func append(_ event: JournalEvent) throws(StoreFault) {
        try writing { db in try Journal.append(event, to: db) }
    }

    /// Writes down something that happened, under an id of its own.
    public func record(
        _ kind: JournalEvent.Kind, at now: Timestamp, outcome: String? = nil,
        dispenser: DispenserReport? = nil
    ) throws(StoreFault) {
        try append(
            JournalEvent(
                id: JournalEvent.newID(random), kind: kind, at: now, outcome: outcome, dispenser: dispenser))
    }

    /// The oldest entries that the centre has not acknowledged; nothing when there are none.
    public func pending(limit: Int) throws(StoreFault) -> JournalUpload? {
        try reading { db in
            let head = try JournalHead(db)
            guard head.sequence > head.acknowledged else { return nil }
            let entries = try Journal.entries(after: head.acknowledged, limit: limit, in: db)
            guard entries.first?.sequence == head.acknowledged + 1 else { throw StoreFault.corrupt }
            return JournalUpload(journal: head.journal, entries: entries)
        }
    }

    /// The centre holds everything up to and including this sequence; a smaller one than before says nothing.
    public func acknowledge(_ journal: String, upTo sequence: Int64) throws(StoreFault) {
        try writing { db in
            let head = try JournalHead(db)
            guard head.journal == journal else { return }
            guard sequence <= head.sequence else { throw StoreFault.journalForked }
            guard sequence > head.acknowledged else { return }
            try db.run("UPDATE head SET acknowledged = ?", [sequence])
        }
    }

    /// Begins a new journal with every entry that is still stored; the way out of
    /// ``StoreFault/journalForked`` and of a centre that was restored from a backup.
    ///
    /// The events keep their ids, so the centre counts each once, however often it learns of it.
    public func beginNewJournal() throws(StoreFault) {
        try writing { db in
            let old = try JournalHead(db)
            try db.run(
                """
                UPDATE head SET journal = ?1, sequence = 0, hash = ?2, acknowledged = 0, pruned = 0,
                    pruned_hash = ?2
                """, [JournalName.make(kiosk: identity.kiosk, random), JournalEntry.genesis])
            var last = old.pruned
            while case let entries = try Journal.entries(after: last, limit: 500, in: db), !entries.isEmpty {
                for entry in entries { try Journal.renumber(entry, in: db) }
                last = entries.last?.sequence ?? last
            }
        }
    }

    /// Follows the chain from the oldest stored entry to the newest, a thousand entries at a time.
    public func verifyChain() throws(StoreFault) -> ChainReport {
        try reading { db in
            let head = try JournalHead(db)
            var last = (sequence: head.pruned, hash: head.prunedHash)
            while last.sequence < head.sequence {
                let entries = try Journal.entries(after: last.sequence, limit: 1000, in: db)
                if entries.isEmpty { return .broken(at: last.sequence + 1) }
                for entry in entries {
                    guard entry.sequence == last.sequence + 1, entry.previousHash == last.hash,
                        JournalChain.holds(entry)
                    else { return .broken(at: last.sequence + 1) }
                    last = (entry.sequence, entry.hash)
                }
            }
            guard last.hash == head.hash else { return .broken(at: head.sequence) }
            return .intact(entries: Int(head.sequence - head.pruned))
        }
    }
}

/// The names of journals: the kiosk's and a random part.
enum JournalName {
    static func make(kiosk: String, _ random: RandomSource) -> String {
        "\(kiosk)-\(random.hexadecimal(byteCount: 6))"
    }
}
