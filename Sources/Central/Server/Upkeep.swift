import GRDB
import KioskCore
import Logging
import ServiceLifecycle

/// Once an hour, takes out of the feed the tickets whose day is over.
///
/// They need no tombstones: a ticket belongs to its day, and kiosks let go of a day's tickets by themselves. The
/// `ticket` table keeps them, for the figures.
struct Upkeep: Service {
    static let interval = Duration.seconds(3600)

    let database: CentralDatabase
    let logger: Logger
    let now: @Sendable () -> Timestamp

    func run() async throws {
        try await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                do {
                    let today = now().date.number
                    try await database.pool.write { db in try Self.expire(before: today, in: db) }
                } catch let error as DatabaseError {
                    logger.error("Old tickets stay in the feed", metadata: ["code": "\(error.resultCode)"])
                } catch is CancellationError {
                    return
                }
                try? await Task.sleep(for: Self.interval)
            }
        }
    }

    static func expire(before today: Int, in db: Database) throws {
        try db.execute(
            sql: "DELETE FROM feed WHERE kind = 'ticket' AND key IN (SELECT id FROM ticket WHERE day < ?)",
            arguments: [today])
    }
}
