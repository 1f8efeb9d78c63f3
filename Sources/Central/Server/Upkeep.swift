import GRDB
import KioskCore
import Logging

/// Takes out of the feed the tickets whose day is over.
///
/// They need no tombstones: a ticket belongs to its day, and kiosks let go of a day's tickets by themselves. The
/// `ticket` table keeps them, for the figures.
enum Upkeep {
    static func expire(before today: Int, in db: Database) throws {
        try db.execute(
            sql: "DELETE FROM feed WHERE kind = 'ticket' AND key IN (SELECT id FROM ticket WHERE day < ?)",
            arguments: [today])
    }
}

extension Periodic {
    /// ``Upkeep``, once an hour.
    static func upkeep(
        of database: CentralDatabase, logger: Logger, now: @escaping @Sendable () -> Timestamp
    ) -> Self {
        Self(interval: .seconds(3600), consequence: "Old tickets stay in the feed", logger: logger) {
            let today = now().date.number
            try await database.pool.write { db in try Upkeep.expire(before: today, in: db) }
        }
    }
}
