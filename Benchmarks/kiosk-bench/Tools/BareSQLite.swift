import GRDBSQLite

/// SQLite with nothing around it, on the store's settings: what the store's own work is measured against.
final class BareSQLite {
    private var database: OpaquePointer?
    private var begin: OpaquePointer?
    private var commit: OpaquePointer?
    private var insert: OpaquePointer?

    enum Value {
        case integer(Int64)
        case text(String)
        case null
    }

    init(path: String, schema: String, insert sql: String) throws {
        try check(sqlite3_open(path, &database))
        try check(
            sqlite3_exec(
                database, "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; \(schema)", nil, nil, nil))
        begin = try prepare("BEGIN IMMEDIATE")
        commit = try prepare("COMMIT")
        insert = try prepare(sql)
    }

    deinit {
        for statement in [begin, commit, insert] { sqlite3_finalize(statement) }
        sqlite3_close(database)
    }

    /// One transaction with a row for each list of values.
    func insert(_ rows: [[Value]]) throws {
        try step(begin)
        for row in rows {
            for (index, value) in row.enumerated() {
                let place = CInt(index + 1)
                switch value {
                case .integer(let number): sqlite3_bind_int64(insert, place, number)
                case .text(let text): sqlite3_bind_text(insert, place, text, -1, Self.transient)
                case .null: sqlite3_bind_null(insert, place)
                }
            }
            try step(insert)
        }
        try step(commit)
    }

    /// Tells SQLite to copy a text, as `sqlite3.h` writes SQLITE_TRANSIENT.
    private static let transient = unsafeBitCast(-1, to: sqlite3_destructor_type.self)

    private func prepare(_ sql: String) throws -> OpaquePointer? {
        var statement: OpaquePointer?
        try check(
            sqlite3_prepare_v3(database, sql, -1, CUnsignedInt(SQLITE_PREPARE_PERSISTENT), &statement, nil))
        return statement
    }

    private func step(_ statement: OpaquePointer?) throws {
        let result = sqlite3_step(statement)
        sqlite3_reset(statement)
        guard result == SQLITE_DONE else { throw BenchFault(String(cString: sqlite3_errmsg(database))) }
    }

    private func check(_ result: CInt) throws {
        guard result == SQLITE_OK else { throw BenchFault(String(cString: sqlite3_errmsg(database))) }
    }
}
