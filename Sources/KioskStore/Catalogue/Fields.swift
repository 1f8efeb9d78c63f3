internal import GRDB
public import KioskCore

extension KioskStore {
    /// All fields in their order.
    public func fields() throws(StoreFault) -> [ServiceField] {
        try reading(FieldRow.all)
    }

    public func field(_ id: String) throws(StoreFault) -> ServiceField? {
        try reading { db in
            try db.row("SELECT body FROM field WHERE id = ?", [id]).map {
                try JSONText.decode(ServiceField.self, from: $0.value(0))
            }
        }
    }
}

/// A field as a row.
enum FieldRow {
    /// All fields in their order.
    static func all(in db: Database) throws -> [ServiceField] {
        try db.rows("SELECT body FROM field ORDER BY position, id").map {
            try JSONText.decode(ServiceField.self, from: $0.value(0))
        }
    }

    static func upsert(_ field: ServiceField, into db: Database) throws {
        try db.run(
            "INSERT OR REPLACE INTO field (id, position, body) VALUES (?, ?, ?)",
            [field.id, field.order, JSONText.encode(field)])
    }
}
