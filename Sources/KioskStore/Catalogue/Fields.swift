internal import GRDB
public import KioskCore

/// The fields found under one heading, such as "Tư pháp – Hộ tịch".
public struct FieldGroup: Hashable, Sendable {
    public var name: String
    public var englishName: String?
    public var fields: [ServiceField]
}

extension KioskStore {
    /// All fields in their order.
    public func fields() throws(StoreFault) -> [ServiceField] {
        try reading { db in
            try db.rows("SELECT body FROM field ORDER BY position, id").map {
                try JSONText.decode(ServiceField.self, from: $0.value(0))
            }
        }
    }

    public func field(_ id: String) throws(StoreFault) -> ServiceField? {
        try reading { db in
            try db.row("SELECT body FROM field WHERE id = ?", [id]).map {
                try JSONText.decode(ServiceField.self, from: $0.value(0))
            }
        }
    }

    /// The fields by group, each group where its first field stands.
    public func fieldGroups() throws(StoreFault) -> [FieldGroup] {
        var groups: [FieldGroup] = []
        for field in try fields() {
            if let index = groups.firstIndex(where: { $0.name == field.group }) {
                groups[index].fields.append(field)
            } else {
                groups.append(FieldGroup(name: field.group, englishName: field.englishGroup, fields: [field]))
            }
        }
        return groups
    }
}

/// A field as a row.
enum FieldRow {
    static func upsert(_ field: ServiceField, into db: Database) throws {
        try db.run(
            "INSERT OR REPLACE INTO field (id, position, body) VALUES (?, ?, ?)",
            [field.id, field.order, JSONText.encode(field)])
    }
}
