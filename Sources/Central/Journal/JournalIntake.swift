import CentralContract
import Crypto
import GRDB
import KioskCore

/// Appends to the copy of a kiosk's journal: in order, unbroken, each entry once; each event takes effect
/// once for ever.
struct JournalIntake {
    let kiosk: String
    let journal: String
    let now: Timestamp

    /// How far the journal is stored, or why it is not stored any further.
    enum Outcome: Equatable {
        case accepted(JournalReceipt)
        /// The entries before the faulty one are stored.
        case refused(Problem)
    }

    /// Stores what is new in an upload; must run in one write transaction.
    func append(_ entries: [JournalEntry], in db: Database) throws -> Outcome {
        var last = try head(in: db)
        for entry in entries {
            if entry.sequence <= last.sequence {
                guard try hash(of: entry.sequence, in: db) == entry.hash else {
                    return refusal(entry, "An entry with this sequence but another hash is stored already.")
                }
                continue
            }
            guard entry.sequence == last.sequence + 1 else {
                return refusal(entry, "The next entry must be \(last.sequence + 1).")
            }
            guard entry.previousHash == last.hash else {
                return refusal(entry, "Its previousHash is not the hash of the entry before.")
            }
            guard Self.hash(entry) == entry.hash else {
                return refusal(entry, "Its hash is not the hash of its content.")
            }
            try store(entry, in: db)
            try apply(entry, in: db)
            last = (entry.sequence, entry.hash)
        }
        return .accepted(JournalReceipt(acknowledged: last.sequence))
    }

    static func hash(_ entry: JournalEntry) -> String {
        let text = JournalEntry.hashedText(
            previousHash: entry.previousHash, sequence: entry.sequence, event: entry.event)
        return Array(SHA256.hash(data: Array(text.utf8))).hexadecimal
    }

    private func head(in db: Database) throws -> (sequence: Int64, hash: String) {
        let row = try Row.fetchOne(
            db,
            sql: """
                SELECT sequence, hash FROM journal_entry WHERE kiosk = ? AND journal = ?
                ORDER BY sequence DESC LIMIT 1
                """, arguments: [kiosk, journal])
        return row.map { ($0[0], $0[1]) } ?? (0, JournalEntry.genesis)
    }

    private func hash(of sequence: Int64, in db: Database) throws -> String? {
        try String.fetchOne(
            db.cachedStatement(
                sql: "SELECT hash FROM journal_entry WHERE kiosk = ? AND journal = ? AND sequence = ?"),
            arguments: [kiosk, journal, sequence])
    }

    private func store(_ entry: JournalEntry, in db: Database) throws {
        try db.cachedStatement(
            sql: """
                INSERT INTO journal_entry (kiosk, journal, sequence, hash, event, received_at)
                VALUES (?, ?, ?, ?, ?, ?)
                """
        ).execute(arguments: [kiosk, journal, entry.sequence, entry.hash, entry.event, now.milliseconds])
    }

    /// An event that this version cannot read stays in the chain without effect: an older centre must not
    /// block a newer kiosk.
    private func apply(_ entry: JournalEntry, in db: Database) throws {
        guard let event = try? StoredJSON.value(JournalEvent.self, entry.event),
            IdentifierFormat.kiosk.matches(event.id)
        else { return }
        try db.cachedStatement(
            sql: """
                INSERT INTO event (id, kind, at, kiosk, journal, sequence) VALUES (?, ?, ?, ?, ?, ?)
                ON CONFLICT DO NOTHING
                """
        ).execute(
            arguments: [
                event.id, event.kind.rawValue, event.at.milliseconds, kiosk, journal, entry.sequence,
            ])
        guard db.changesCount == 1 else { return }
        try TicketTable.apply(event, from: kiosk, in: db)
        try DispenserTable.apply(event, from: kiosk, now: now, in: db)
    }

    private func refusal(_ entry: JournalEntry, _ reason: String) -> Outcome {
        .refused(
            Problem(
                title: "The journal does not continue", status: 409,
                detail: "Entry \(entry.sequence): \(reason)"))
    }
}
