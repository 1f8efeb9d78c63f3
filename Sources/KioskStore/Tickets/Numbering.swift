internal import GRDB
internal import KioskCore

/// The next number of a series.
///
/// What a prefix has called on a day is never called again.
enum Numbering {
    /// No centre serves so many people in a day: a higher ordinal can only be damage or malice.
    static let maxOrdinal = 99_999

    static func next(
        field: ServiceField, day: Int, overflow: Overflow, in db: Database
    ) throws -> QueueNumber {
        let prefix = overflow.prefix(of: field, on: day)
        let number = SeriesRule.next(after: try highest(prefix: prefix, day: day, in: db), prefix: prefix)
        guard number.ordinal <= maxOrdinal else { throw StoreFault.corrupt }
        return number
    }

    /// Reserves a number that this kiosk or another one has given.
    static func reserve(_ number: QueueNumber, day: Int, in db: Database) throws {
        try db.run(
            """
            INSERT INTO series (day, prefix, highest) VALUES (?, ?, ?)
            ON CONFLICT DO UPDATE SET highest = max(highest, excluded.highest)
            """, [day, number.prefix, number.ordinal])
    }

    /// Both tables are read, so that a flipped byte in one gives no number twice.
    static func highest(prefix: String, day: Int, in db: Database) throws -> Int {
        let highest = try db.count(
            """
            SELECT max(coalesce((SELECT highest FROM series WHERE day = ?1 AND prefix = ?2), 0),
                coalesce((SELECT max(ordinal) FROM ticket WHERE day = ?1 AND prefix = ?2), 0))
            """, [day, prefix])
        guard (0...maxOrdinal).contains(highest) else { throw StoreFault.corrupt }
        return highest
    }
}

/// The series that begin when the day's highest numbers were lost with a corrupt file: `A` continues as `AX`.
struct Overflow: Hashable {
    /// One letter for each loss of a day.
    private static let letters = Array("XYZWVUTSRQ")

    /// The last day that it is in force, `yyyyMMdd`; 0 if it never was.
    var until = 0
    var letter = ""

    func prefix(of field: ServiceField, on day: Int) -> String {
        guard day <= until else { return field.prefix }
        return SeriesRule.overflowPrefix(field: field.prefix, kiosk: letter) ?? field.prefix + letter
    }

    /// The next one, with a letter that no earlier loss of the day used.
    func next(until day: Int, losses: Int) -> Overflow {
        var next = Overflow()
        next.until = day
        let used = Self.letters.firstIndex { String($0) == letter }.map { $0 + 1 } ?? 0
        next.letter = String(Self.letters[min(max(used, losses), Self.letters.count - 1)])
        return next
    }
}
