internal import GRDB
internal import KioskCore

extension KioskStore {
    /// Finds procedures by name, synonym or code as somebody types, with or without diacritics.
    ///
    /// Every word must occur, the last one may be unfinished. Names that begin with the text come first,
    /// then names that hold all words, then those found by synonym or code; short names before long ones.
    /// What was superseded is found as the procedure that took its place.
    public func searchProcedures(_ text: String, limit: Int = 50) throws(StoreFault) -> [ProcedureSummary] {
        guard let query = SearchQuery(text) else { return [] }
        return try reading { db in
            let rows = try db.rows(
                """
                SELECT p.code, p.field, p.name, p.superseded_by,
                    CASE WHEN substr(s.name, 1, length(?1)) = ?1 THEN 0
                        WHEN s.rowid IN (
                            SELECT rowid FROM procedure_search WHERE procedure_search MATCH ?2) THEN 1
                        ELSE 2 END AS rank_group
                FROM procedure_search AS s JOIN procedure AS p ON p.row = s.rowid
                WHERE s.procedure_search MATCH ?3
                ORDER BY rank_group, length(p.name), p.name, p.code LIMIT ?4
                """, [query.folded, query.inName, query.anywhere, limit])
            var seen: Set<String> = []
            var found: [ProcedureSummary] = []
            for row in rows {
                let isSuperseded = try row.optional(3) as String? != nil
                var summary: ProcedureSummary? = try ProcedureRow.summary(row)
                if isSuperseded { summary = try ProcedureRow.current(row.value(0), in: db) }
                if let summary, seen.insert(summary.id).inserted { found.append(summary) }
            }
            return found
        }
    }
}

/// What somebody typed, as FTS5 asks for it.
///
/// Only letters and digits are left, and all of them quoted.
struct SearchQuery {
    private static let maxWords = 16
    private static let maxCharacters = 256

    let folded: String
    let anywhere: String

    /// The same, but only in names.
    var inName: String { "name : (\(anywhere))" }

    /// `nil` if there is no word in it.
    init?(_ text: String) {
        folded = VietnameseText.folded(String(text.prefix(Self.maxCharacters)))
        let words = folded.split(separator: " ").prefix(Self.maxWords)
        guard !words.isEmpty else { return nil }
        anywhere = words.map { "\"\($0)\"" }.joined(separator: " AND ") + "*"
    }
}
