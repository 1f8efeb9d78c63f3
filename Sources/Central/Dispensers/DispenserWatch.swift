import GRDB
import KioskCore
import Logging
import ServiceLifecycle

/// Notices dispensers that have fallen silent, and tells the others.
struct DispenserWatch: Service {
    static let interval = Duration.seconds(15)

    let database: CentralDatabase
    let logger: Logger
    let now: @Sendable () -> Timestamp

    func run() async throws {
        try await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                do {
                    try await look()
                } catch let error as DatabaseError {
                    logger.error("Silent dispensers stay listed", metadata: ["code": "\(error.resultCode)"])
                } catch is CancellationError {
                    return
                }
                try? await Task.sleep(for: Self.interval)
            }
        }
    }

    private func look() async throws {
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
