internal import GRDB
internal import KioskCore

/// The next number of a series.
///
/// What a prefix has called on a day is never called again.
enum Numbering {
    /// No centre serves so many people in a day: a higher ordinal can only be damage or malice.
    static let mostOrdinal = 99_999

    static func next(field: ServiceField, day: Int, in db: Database) throws -> QueueNumber {
        let prefix = try Overflow(db).prefix(of: field, on: day)
        let number = SeriesRule.next(after: try highest(prefix: prefix, day: day, in: db), prefix: prefix)
        guard number.ordinal <= mostOrdinal else { throw StoreFault.corrupt }
        return number
    }

    /// Remembers that a number is taken, by this kiosk or by another.
    static func take(_ number: QueueNumber, day: Int, in db: Database) throws {
        try db.run(
            """
            INSERT INTO series (day, prefix, highest) VALUES (?, ?, ?)
            ON CONFLICT DO UPDATE SET highest = max(highest, excluded.highest)
            """, [day, number.prefix, number.ordinal])
    }

    /// The two places that know are both asked, so that a flipped byte in one gives no number twice.
    static func highest(prefix: String, day: Int, in db: Database) throws -> Int {
        let highest = try db.count(
            """
            SELECT max(coalesce((SELECT highest FROM series WHERE day = ?1 AND prefix = ?2), 0),
                coalesce((SELECT max(ordinal) FROM ticket WHERE day = ?1 AND prefix = ?2), 0))
            """, [day, prefix])
        guard (0...mostOrdinal).contains(highest) else { throw StoreFault.corrupt }
        return highest
    }
}

/// The series that begin when a damaged file took the day's highest numbers with it: `A` goes on as `AX`.
struct Overflow: Hashable {
    /// One letter a loss, should there be several in a day.
    private static let letters = Array("XYZWVUTSRQ")

    /// The last day it holds for, `yyyyMMdd`; 0 when it never was needed.
    var until = 0
    var letter = ""

    init() {}

    init(_ db: Database) throws {
        guard let row = try db.row("SELECT overflow_until, overflow_letter FROM head") else {
            throw StoreFault.corrupt
        }
        until = try row.value(0)
        letter = try row.value(1)
    }

    func prefix(of field: ServiceField, on day: Int) -> String {
        guard day <= until else { return field.prefix }
        return SeriesRule.overflowPrefix(field: field.prefix, kiosk: letter) ?? field.prefix + letter
    }

    /// The next one, with a letter that none of the day's earlier losses used.
    func next(until day: Int, losses: Int) -> Overflow {
        var next = Overflow()
        next.until = day
        let used = Self.letters.firstIndex { String($0) == letter }.map { $0 + 1 } ?? 0
        next.letter = String(Self.letters[min(max(used, losses), Self.letters.count - 1)])
        return next
    }

    func write(to db: Database) throws {
        try db.run("UPDATE head SET overflow_until = ?, overflow_letter = ?", [until, letter])
    }
}
