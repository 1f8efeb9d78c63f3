public import CentralContract
internal import GRDB
public import KioskCore

/// The journal inside a transaction.
enum Journal {
    static func append(_ event: JournalEvent, to db: Database) throws {
        var head = try Head(db)
        try append(event, after: &head, to: db)
        try head.write(to: db)
    }

    /// Adds an entry; the caller writes the head.
    static func append(_ event: JournalEvent, after head: inout Head, to db: Database) throws {
        try append(text: event.text(), day: event.at.date.number, after: &head, to: db)
    }

    static func append(text: String, day: Int, after head: inout Head, to db: Database) throws {
        let entry = next(text, after: &head.journal)
        try db.run(
            "INSERT INTO journal (sequence, day, event, previous_hash, hash) VALUES (?, ?, ?, ?, ?)",
            [entry.sequence, day, entry.event, entry.previousHash, entry.hash])
    }

    /// Moves a stored entry to the end of a journal that has just begun and so is never longer.
    fileprivate static func renumber(
        _ old: JournalEntry, after head: inout JournalHead, in db: Database
    ) throws {
        let entry = next(old.event, after: &head)
        try db.run(
            "UPDATE journal SET sequence = ?, previous_hash = ?, hash = ? WHERE sequence = ?",
            [entry.sequence, entry.previousHash, entry.hash, old.sequence])
    }

    /// The entry that follows the head, which moves on to it.
    private static func next(_ event: String, after head: inout JournalHead) -> JournalEntry {
        let sequence = head.sequence + 1
        let hash = JournalChain.hash(after: head.hash, sequence: sequence, event: event)
        defer { (head.sequence, head.hash) = (sequence, hash) }
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

    /// A name that no other journal has: the kiosk's and a random part.
    static func newName(kiosk: String, _ random: RandomSource) -> String {
        "\(kiosk)-\(random.hexadecimal(byteCount: 6))"
    }
}

extension KioskStore {
    /// Which journal this is; a new one begins when the store had to be replaced.
    public var journalID: String {
        get throws(StoreFault) { try reading { db in try JournalHead(db).name } }
    }

    /// How far the centre has acknowledged the journal.
    public var acknowledgedSequence: Int64 {
        get throws(StoreFault) { try reading { db in try JournalHead(db).acknowledged } }
    }

    /// How many entries the centre has not acknowledged.
    public var pendingCount: Int {
        get throws(StoreFault) { try reading { db in try JournalHead(db).pendingCount } }
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
        try append(newEvent(kind, at: now, outcome: outcome, dispenser: dispenser))
    }

    /// An event with an id that no other has, on this kiosk or on any other.
    func newEvent(
        _ kind: JournalEvent.Kind, at now: Timestamp, ticket: Ticket? = nil, ticketID: String? = nil,
        printState: PrintState? = nil, outcome: String? = nil, dispenser: DispenserReport? = nil
    ) -> JournalEvent {
        JournalEvent(
            id: random.hexadecimal(byteCount: 16), kind: kind, at: now, ticket: ticket, ticketID: ticketID,
            printState: printState, outcome: outcome, dispenser: dispenser)
    }

    /// The oldest entries that the centre has not acknowledged; `nil` if there are none.
    public func pending(limit: Int) throws(StoreFault) -> JournalUpload? {
        try reading { db in
            let head = try JournalHead(db)
            guard head.sequence > head.acknowledged else { return nil }
            let entries = try Journal.entries(after: head.acknowledged, limit: limit, in: db)
            guard entries.first?.sequence == head.acknowledged + 1 else { throw StoreFault.corrupt }
            return JournalUpload(journal: head.name, entries: entries)
        }
    }

    /// The centre has everything up to and including this sequence; a smaller one than before changes
    /// nothing.
    public func acknowledge(_ journal: String, upTo sequence: Int64) throws(StoreFault) {
        try writing { db in
            var head = try Head(db)
            guard head.journal.name == journal else { return }
            guard sequence <= head.journal.sequence else { throw StoreFault.journalForked }
            guard sequence > head.journal.acknowledged else { return }
            head.journal.acknowledged = sequence
            try head.write(to: db)
        }
    }

    /// Begins a new journal with every entry that is still stored; the way out of
    /// ``StoreFault/journalForked`` and of a centre that was restored from a backup.
    ///
    /// The events keep their ids, so the centre counts each once, however often it receives it.
    public func beginNewJournal() throws(StoreFault) {
        try writing { db in
            var head = try Head(db)
            var last = head.journal.pruned
            head.journal.name = Journal.newName(kiosk: identity.kiosk, random)
            (head.journal.sequence, head.journal.hash) = (0, JournalEntry.genesis)
            (head.journal.pruned, head.journal.prunedHash) = (0, JournalEntry.genesis)
            head.journal.acknowledged = 0
            while case let entries = try Journal.entries(after: last, limit: 500, in: db), !entries.isEmpty {
                for entry in entries { try Journal.renumber(entry, after: &head.journal, in: db) }
                last = entries.last?.sequence ?? last
            }
            try head.write(to: db)
        }
    }
}
