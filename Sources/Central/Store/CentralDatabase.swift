import Foundation
import GRDB
import KioskCore

/// The centre's state: one SQLite file that any number of servers and importers may share.
///
/// Nothing is kept anywhere else, so a second server on the same file gives the same responses.
public struct CentralDatabase: Sendable {
    /// The path of the file.
    public let path: String
    let pool: DatabasePool

    /// Opens the file, or makes it, and brings its tables up to date.
    public init(path: String) throws {
        self.path = path
        pool = try DatabasePool(path: path, configuration: Self.configuration())
        // What is acknowledged must survive a power cut; GRDB's default for WAL does not ensure that.
        try pool.writeWithoutTransaction { db in try db.execute(sql: "PRAGMA synchronous = FULL") }
        try CentralSchema.migrator.migrate(pool)
    }

    /// Gives the feed a new identity, so that every kiosk reads it again from the beginning.
    ///
    /// Needed once after a backup was restored: kiosks may have read changes that the backup never saw.
    public func renewFeed() throws {
        try pool.write { db in
            try db.execute(
                sql: "UPDATE centre SET value = ? WHERE key = 'feed'",
                arguments: [CentralSchema.newFeedIdentity()])
        }
    }

    static func configuration() -> GRDB.Configuration {
        var configuration = GRDB.Configuration()
        // Importers in other processes hold the write lock for a batch at a time.
        configuration.busyMode = .timeout(10)
        return configuration
    }
}
