internal import GRDB
internal import KioskCore

/// The next number of a series. What a prefix has called on a day is never called again.
enum Numbering {
    /// No centre serves so many people in a day: a higher ordinal can only be damage or malice.
    static let mostOrdinal = 99_999

    static func next(field: ServiceField, day: Int, in db: Database) throws -> QueueNumber {
        let prefix = try field.prefix + overflowSuffix(day: day, in: db)
        let ordinal = try highest(prefix: prefix, day: day, in: db) + 1
        guard ordinal <= mostOrdinal else { throw StoreFault.damaged }
        return QueueNumber(prefix: prefix, ordinal: ordinal)
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
        guard (0...mostOrdinal).contains(highest) else { throw StoreFault.damaged }
        return highest
    }

    /// Letters after the prefix on days whose highest numbers were lost with a damaged file.
    private static func overflowSuffix(day: Int, in db: Database) throws -> String {
        guard let row = try db.row("SELECT overflow_until, overflow_suffix FROM head") else {
            throw StoreFault.damaged
        }
        let until: Int = try row.value(0)
        return day <= until ? try row.value(1) : ""
    }
}
