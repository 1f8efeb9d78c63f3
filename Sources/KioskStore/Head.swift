internal import GRDB
internal import KioskCore

/// The one row of `head`: where the journal, the day of the numbers and the overflow series are.
///
/// A transaction reads it once, changes it, and writes it once.
struct Head: Hashable {
    var journal: JournalHead
    /// The last day that tickets were issued on, `yyyyMMdd`; 0 before the first.
    var lastDay: Int
    /// How many tickets this kiosk has issued since it was installed.
    var issued: Int
    var overflow: Overflow

    init(_ db: Database) throws {
        guard
            let row = try db.row(
                "SELECT \(JournalHead.columns), last_day, issued, overflow_until, overflow_letter FROM head")
        else { throw StoreFault.corrupt }
        journal = try JournalHead(row)
        lastDay = try row.value(6)
        issued = try row.value(7)
        overflow = Overflow(until: try row.value(8), letter: try row.value(9))
    }

    func write(to db: Database) throws {
        try db.run(
            """
            UPDATE head SET journal = ?, sequence = ?, hash = ?, acknowledged = ?, pruned = ?, pruned_hash = ?,
                last_day = ?, issued = ?, overflow_until = ?, overflow_letter = ?
            """,
            [
                journal.name, journal.sequence, journal.hash, journal.acknowledged, journal.pruned,
                journal.prunedHash, lastDay, issued, overflow.until, overflow.letter,
            ])
    }

    /// Turns to the day that numbers belong to now: the calendar's, unless the clock went back.
    ///
    /// - Returns: The day of the next number, `yyyyMMdd`.
    mutating func turnDay(to now: Timestamp) throws -> Int {
        let last = CivilDate(number: lastDay)
        guard lastDay == 0 || last != nil else { throw StoreFault.corrupt }
        let decision = SeriesDay(lastSeen: last, now: now)
        lastDay = decision.lastSeen.number
        return decision.day.number
    }
}

/// The journal's part of ``Head``.
struct JournalHead: Hashable {
    static let columns = "journal, sequence, hash, acknowledged, pruned, pruned_hash"

    /// Which journal this is; a new one begins when the store had to be replaced.
    var name: String
    /// The last entry's sequence and hash.
    var sequence: Int64
    var hash: String
    /// The last sequence that the centre has.
    var acknowledged: Int64
    /// The last entry that was deleted because it was old.
    var pruned: Int64
    var prunedHash: String

    init(_ db: Database) throws {
        guard let row = try db.row("SELECT \(Self.columns) FROM head") else { throw StoreFault.corrupt }
        try self.init(row)
    }

    fileprivate init(_ row: Row) throws {
        name = try row.value(0)
        sequence = try row.value(1)
        hash = try row.value(2)
        acknowledged = try row.value(3)
        pruned = try row.value(4)
        prunedHash = try row.value(5)
        guard pruned >= 0, pruned <= acknowledged, acknowledged <= sequence, sequence < .max else {
            throw StoreFault.corrupt
        }
    }

    var pendingCount: Int { Int(sequence - acknowledged) }
}
