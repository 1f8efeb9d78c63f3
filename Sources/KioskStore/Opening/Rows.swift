internal import GRDB
internal import KioskCore

extension Database {
    /// Executes a statement that is compiled once a connection.
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
