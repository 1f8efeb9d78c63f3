import GRDB
import KioskCore
import Logging
import ServiceLifecycle

/// Does some work in the database at an interval; a failure is logged, and the work is done again.
struct PeriodicTask: Service {
    let interval: Duration
    /// The consequence of a failure, for the log.
    let consequence: String
    let logger: Logger
    let work: @Sendable () async throws -> Void

    func run() async throws {
        try await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                do {
                    try await work()
                } catch let error as DatabaseError {
                    logger.error("\(consequence)", metadata: ["code": "\(error.resultCode)"])
                } catch is CancellationError {
                    return
                }
                try? await Task.sleep(for: interval)
            }
        }
    }
}

extension PeriodicTask {
    /// Removes the tickets of past days from the feed, once an hour.
    ///
    /// They need no tombstones: a ticket belongs to its day, and kiosks forget a day's tickets by themselves.
    /// The `ticket` table keeps them, for the statistics.
    static func ticketExpiry(
        _ database: CentralDatabase, logger: Logger, now: @escaping @Sendable () -> Timestamp
    ) -> Self {
        Self(interval: .seconds(3600), consequence: "Old tickets stay in the feed", logger: logger) {
            let today = now().date.number
            try await database.pool.write { db in try FeedLog.expireTickets(before: today, in: db) }
        }
    }

    /// Marks the dispensers unreachable that have not been in contact, and publishes that.
    static func dispenserTimeout(
        _ database: CentralDatabase, logger: Logger, now: @escaping @Sendable () -> Timestamp
    ) -> Self {
        Self(interval: .seconds(15), consequence: "Silent dispensers stay listed", logger: logger) {
            let now = now()
            // Most runs find nothing and must not write.
            let timedOut = try await database.pool.read { db in try DispenserTable.timedOut(at: now, in: db) }
            guard !timedOut.isEmpty else { return }
            try await database.pool.write { db in
                for kiosk in try DispenserTable.timedOut(at: now, in: db) {
                    try DispenserTable.markUnreachable(kiosk, in: db)
                }
            }
        }
    }
}
