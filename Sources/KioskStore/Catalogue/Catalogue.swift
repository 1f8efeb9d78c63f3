internal import GRDB
public import KioskCore

/// A line in a list of procedures.
public struct ProcedureSummary: Hashable, Sendable, Identifiable {
    public var id: String
    public var field: String
    public var name: String
}

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

    /// The procedure with a code, or the one that took its place.
    public func procedure(_ code: String) throws(StoreFault) -> Procedure? {
        try reading { db in
            guard let row = try ProcedureRow.current(code, in: db) else { return nil }
            return try db.row(
                "SELECT body FROM procedure JOIN procedure_body USING (row) WHERE code = ?", [row.id]
            ).map {
                try JSONText.decode(Procedure.self, from: $0.value(0))
            }
        }
    }

    /// The procedures of a field that are in force, by name.
    public func procedures(of field: String) throws(StoreFault) -> [ProcedureSummary] {
        try reading { db in
            try db.rows(
                """
                SELECT code, field, name FROM procedure WHERE field = ? AND superseded_by IS NULL
                ORDER BY name, code
                """, [field]
            ).map(ProcedureRow.summary)
        }
    }
}

/// A procedure as a row, and as folded words to search.
enum ProcedureRow {
    /// A chain of replacements longer than this is a mistake in the source.
    private static let maxReplacements = 16

    static func summary(_ row: Row) throws -> ProcedureSummary {
        ProcedureSummary(id: try row.value(0), field: try row.value(1), name: try row.value(2))
    }

    static func upsert(_ procedure: Procedure, into db: Database) throws {
        try remove(procedure.id, from: db)
        try db.run(
            "INSERT INTO procedure (code, field, name, superseded_by) VALUES (?, ?, ?, ?)",
            [procedure.id, procedure.field, procedure.name, procedure.supersededBy])
        let row = db.lastInsertedRowID
        try db.run("INSERT INTO procedure_body (row, body) VALUES (?, ?)", [row, JSONText.encode(procedure)])
        try db.run(
            "INSERT INTO procedure_search (rowid, name, synonyms, code) VALUES (?, ?, ?, ?)",
            [
                row, VietnameseText.folded(procedure.name),
                VietnameseText.folded(procedure.synonyms.joined(separator: " ; ")),
                VietnameseText.folded(procedure.id),
            ])
    }

    static func remove(_ code: String, from db: Database) throws {
        guard let found = try db.row("SELECT row FROM procedure WHERE code = ?", [code]) else { return }
        let row: Int64 = try found.value(0)
        try db.run("DELETE FROM procedure_search WHERE rowid = ?", [row])
        try db.run("DELETE FROM procedure_body WHERE row = ?", [row])
        try db.run("DELETE FROM procedure WHERE row = ?", [row])
    }

    /// Follows replacements to the last one that is in the catalogue.
    static func current(_ code: String, in db: Database) throws -> ProcedureSummary? {
        var latest: ProcedureSummary?
        var next: String? = code
        for _ in 0..<maxReplacements {
            guard let code = next,
                let row = try db.row(
                    "SELECT code, field, name, superseded_by FROM procedure WHERE code = ?", [code])
            else { return latest }
            latest = try summary(row)
            next = try row.optional(3)
        }
        return latest
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
