internal import GRDB
internal import GRDBSQLite
internal import KioskCore

extension Database {
    /// Executes a statement that each connection compiles once.
    func run(_ sql: String, _ arguments: StatementArguments = []) throws {
        try cachedStatement(sql: sql).execute(arguments: arguments)
    }

    func row(_ sql: String, _ arguments: StatementArguments = []) throws -> Row? {
        try Row.fetchOne(cachedStatement(sql: sql), arguments: arguments)
    }

    func rows(_ sql: String, _ arguments: StatementArguments = []) throws -> [Row] {
        try Row.fetchAll(cachedStatement(sql: sql), arguments: arguments)
    }

    /// The only value of a query that always has one row.
    func count(_ sql: String, _ arguments: StatementArguments = []) throws -> Int {
        guard let row = try row(sql, arguments) else { throw StoreFault.corrupt }
        return try row.value(0)
    }
}

extension Row {
    /// The value of a column, or ``StoreFault/corrupt``: GRDB's own subscript traps on a flipped byte.
    func value<Value: DatabaseValueConvertible>(_ column: Int) throws -> Value {
        let stored: DatabaseValue = self[column]
        guard let value = Value.fromDatabaseValue(stored) else { throw StoreFault.corrupt }
        return value
    }

    func optional<Value: DatabaseValueConvertible>(_ column: Int) throws -> Value? {
        let stored: DatabaseValue = self[column]
        return stored.isNull ? nil : try value(column)
    }

    /// A closed set's value by its stored raw value.
    func choice<Choice: RawRepresentable>(_ column: Int) throws -> Choice
    where Choice.RawValue: DatabaseValueConvertible {
        guard let choice = Choice(rawValue: try value(column)) else { throw StoreFault.corrupt }
        return choice
    }

    func timestamp(_ column: Int) throws -> Timestamp { Timestamp(milliseconds: try value(column)) }
}

/// A statement whose arguments are bound directly, for what runs for every row of a feed.
struct BoundStatement {
    private let database: Database
    /// Keeps the compiled statement alive.
    private let statement: Statement

    init(_ sql: String, in db: Database) throws {
        database = db
        statement = try db.cachedStatement(sql: sql)
    }

    func bind(_ number: Int64, at index: CInt) {
        _ = unsafe sqlite3_bind_int64(statement.sqliteStatement, index, number)
    }

    func bind(_ number: Int64?, at index: CInt) {
        if let number { bind(number, at: index) } else { bindNull(at: index) }
    }

    func bind(_ text: String, at index: CInt) {
        var text = text
        text.withUTF8 { bytes in
            // SQLITE_TRANSIENT, as sqlite3.h writes it: SQLite copies the text.
            let copies = unsafe unsafeBitCast(-1, to: sqlite3_destructor_type.self)
            let start = unsafe UnsafeRawPointer(bytes.baseAddress)?.assumingMemoryBound(to: CChar.self)
            unsafe sqlite3_bind_text(statement.sqliteStatement, index, start, CInt(bytes.count), copies)
        }
    }

    func bind(_ text: String?, at index: CInt) {
        if let text { bind(text, at: index) } else { bindNull(at: index) }
    }

    private func bindNull(at index: CInt) { _ = unsafe sqlite3_bind_null(statement.sqliteStatement, index) }

    /// Executes a statement that gives no rows.
    func run() throws {
        let code = unsafe sqlite3_step(statement.sqliteStatement)
        unsafe sqlite3_reset(statement.sqliteStatement)
        guard code == SQLITE_DONE else {
            throw DatabaseError(
                resultCode: ResultCode(rawValue: unsafe sqlite3_extended_errcode(database.sqliteConnection)),
                message: database.lastErrorMessage, sql: statement.sql)
        }
    }
}
