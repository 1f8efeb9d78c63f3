import GRDB
import KioskCore
import Logging

extension Periodic {
    /// Notices dispensers that have fallen silent, and tells the others.
    static func dispenserWatch(
        _ database: CentralDatabase, logger: Logger, now: @escaping @Sendable () -> Timestamp
    ) -> Self {
        Self(interval: .seconds(15), consequence: "Silent dispensers stay listed", logger: logger) {
            let now = now()
            // Most looks find nothing and shall not write.
            let silent = try await database.pool.read { db in try DispenserTable.silent(at: now, in: db) }
            guard !silent.isEmpty else { return }
            try await database.pool.write { db in
                for kiosk in try DispenserTable.silent(at: now, in: db) {
                    try DispenserTable.miss(kiosk, in: db)
                }
            }
        }
    }
}
