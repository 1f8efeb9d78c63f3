import CentralContract
import Foundation
import GRDB
import KioskCore

/// The feed as rows: one for everything that kiosks know, in the order of its last change.
enum FeedLog {
    /// Puts the new value of a thing at the end of the feed; `nil` if it is gone.
    static func put(_ kind: FeedChange.Kind, _ key: String, _ value: String?, in db: Database) throws {
        try db.cachedStatement(sql: "DELETE FROM feed WHERE kind = ? AND key = ?")
            .execute(arguments: [kind.rawValue, key])
        try db.cachedStatement(sql: "INSERT INTO feed (kind, key, value) VALUES (?, ?, ?)")
            .execute(arguments: [kind.rawValue, key, value])
    }

    /// The JSON text of a thing; `nil` if there is none or it is gone.
    static func value(_ kind: FeedChange.Kind, _ key: String, in db: Database) throws -> String? {
        try String.fetchOne(
            db.cachedStatement(sql: "SELECT value FROM feed WHERE kind = ? AND key = ?"),
            arguments: [kind.rawValue, key])
    }

    /// Everything of a kind that is there, by key.
    static func values(_ kind: FeedChange.Kind, in db: Database) throws -> [String: String] {
        let rows = try Row.fetchAll(
            db, sql: "SELECT key, value FROM feed WHERE kind = ? AND value IS NOT NULL",
            arguments: [kind.rawValue])
        return Dictionary(uniqueKeysWithValues: rows.map { ($0[0], $0[1]) })
    }

    /// Removes the tickets of days before a day, without tombstones.
    static func expireTickets(before day: Int, in db: Database) throws {
        try db.execute(
            sql: "DELETE FROM feed WHERE kind = 'ticket' AND key IN (SELECT id FROM ticket WHERE day < ?)",
            arguments: [day])
    }

    static func identity(in db: Database) throws -> String {
        try String.fetchOne(db, sql: "SELECT value FROM centre WHERE key = 'feed'") ?? ""
    }

    /// The sequence of the last change of all time.
    static func head(in db: Database) throws -> Int64 {
        try Int64.fetchOne(db, sql: "SELECT seq FROM sqlite_sequence WHERE name = 'feed'") ?? 0
    }

    /// The changes after a cursor, up to a limit of changes and of about a mebibyte.
    static func page(after cursor: Int64, limit: Int, in db: Database) throws -> FeedPageText {
        let head = try head(in: db)
        var page = FeedPageText(feed: try identity(in: db), cursor: cursor, head: head)
        let rows = try Row.fetchCursor(
            db.cachedStatement(
                sql:
                    "SELECT sequence, kind, key, value FROM feed WHERE sequence > ? ORDER BY sequence LIMIT ?"
            ),
            arguments: [cursor, limit + 1])
        while let row = try rows.next() {
            guard page.count < limit, page.byteCount < FeedPageText.targetByteCount else {
                page.more = true
                break
            }
            page.append(sequence: row[0], kind: row[1], key: row[2], value: row[3])
        }
        return page
    }
}

/// A ``FeedPage`` as JSON text, assembled from the stored texts without decoding them.
struct FeedPageText {
    /// A page is closed when it has grown beyond this many bytes.
    static let targetByteCount = 1 << 20

    let feed: String
    let head: Int64
    private(set) var cursor: Int64
    private(set) var count = 0
    private(set) var changes = ""
    var more = false

    var byteCount: Int { changes.utf8.count }

    init(feed: String, cursor: Int64, head: Int64) {
        self.feed = feed
        self.cursor = cursor
        self.head = head
    }

    mutating func append(sequence: Int64, kind: String, key: String, value: String?) {
        if count > 0 { changes += "," }
        changes += "{\"sequence\":\(sequence),\"kind\":\"\(kind)\",\"key\":\"\(key)\""
        // Kinds are our own and keys are checked when they are received, so neither needs escaping.
        if let value { changes += ",\"\(kind)\":\(value)" }
        changes += "}"
        cursor = sequence
        count += 1
    }

    /// - Parameter time: The centre's clock, for kiosks to compare theirs with.
    func json(at time: Timestamp) -> String {
        let remaining = more ? head - cursor : 0
        return "{\"feed\":\"\(feed)\",\"cursor\":\(cursor),\"more\":\(more),\"remaining\":\(remaining),"
            + "\"changes\":[\(changes)],\"time\":\(time.milliseconds)}"
    }
}
