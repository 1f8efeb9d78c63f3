import GRDB
import KioskCore
import Logging
import ServiceLifecycle

/// Notices every commit on the database file, whichever process made it, and advances the head of the feed.
struct FeedWatcher: Service {
    /// The interval between polls of SQLite; a waiting request wakes within this time.
    static let interval = Duration.milliseconds(50)

    let database: CentralDatabase
    let head: WaitableCounter
    let logger: Logger

    func run() async throws {
        // `data_version` changes only with commits of other connections, so the watcher has one of its own.
        var configuration = CentralDatabase.configuration()
        configuration.readonly = true
        let connection = try DatabaseQueue(path: database.path, configuration: configuration)
        try await cancelWhenGracefulShutdown { try await watch(connection) }
    }

    private func watch(_ connection: DatabaseQueue) async throws {
        var version: Int64?
        while !Task.isCancelled {
            do {
                let found = try await connection.read { db in
                    try Int64.fetchOne(db, sql: "PRAGMA data_version")
                }
                if found != version {
                    head.set(try await connection.read { db in try FeedLog.head(in: db) })
                    version = found
                }
            } catch let error as DatabaseError {
                logger.error("The database did not answer", metadata: ["code": "\(error.resultCode)"])
            } catch is CancellationError {
                return
            }
            try? await Task.sleep(for: Self.interval)
        }
    }
}
