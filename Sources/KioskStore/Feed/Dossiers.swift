internal import GRDB
public import KioskCore
internal import Synchronization

/// What the kiosk knows about a dossier, and as of when.
public struct CachedDossier: Hashable, Sendable {
    public var facts: DossierFacts
    /// When the centre last sent them, or last reported that nothing had changed.
    public var confirmedAt: Timestamp
}

extension KioskStore {
    /// The public facts of a dossier; `nil` if the cache does not have them.
    public func dossier(_ code: DossierCode) throws(StoreFault) -> CachedDossier? {
        let found = try reading { db in
            try db.row("SELECT \(DossierRow.columns) FROM dossier WHERE code = ?", [code.text]).map(
                DossierRow.init)
        }
        guard let found else { return nil }
        // The feed contains every change: if it has none, what it once contained still holds.
        let caughtUp = found.isFed ? caughtUpAt.withLock { $0 } : nil
        return CachedDossier(
            facts: found.facts, confirmedAt: max(found.fetchedAt, caughtUp ?? found.fetchedAt))
    }

    /// Stores facts that were looked up one by one, outside the feed.
    public func remember(_ facts: DossierFacts, at now: Timestamp) throws(StoreFault) {
        try writing { db in try DossierRow.Upsert(at: now, isFed: false, in: db).run(facts) }
    }
}

/// A dossier as a row: tier A only (requirement P-01).
struct DossierRow {
    static let columns = """
        code, status, wording, step, step_count, due_at, result_count, revoked, updated_at, fetched_at, is_fed
        """

    var facts: DossierFacts
    var fetchedAt: Timestamp
    var isFed: Bool

    init(_ row: Row) throws {
        let dueAt: Int64? = try row.optional(5)
        let revoked: String = try row.optional(7) ?? ""
        facts = DossierFacts(
            code: DossierCode(canonical: try row.value(0)), status: try row.choice(1),
            sourceWording: try row.optional(2), step: try row.value(3), stepCount: try row.value(4),
            dueAt: dueAt.map(Timestamp.init(milliseconds:)), resultCount: try row.value(6),
            revokedResults: revoked.split(separator: " ").compactMap { Int($0) },
            updatedAt: try row.timestamp(8))
        fetchedAt = try row.timestamp(9)
        isFed = try row.value(10)
    }

    /// Stores facts unless newer ones are there: a feed that lags must not undo a fresh lookup.
    ///
    /// Compiled once and bound without GRDB's values in between, because the first sync has millions of
    /// dossiers.
    struct Upsert {
        private let statement: BoundStatement
        private let fetchedAt: Timestamp
        private let isFed: Bool

        init(at fetchedAt: Timestamp, isFed: Bool, in db: Database) throws {
            statement = try BoundStatement(Self.sql, in: db)
            self.fetchedAt = fetchedAt
            self.isFed = isFed
        }

        func run(_ facts: DossierFacts) throws {
            statement.bind(facts.code.text, at: 1)
            statement.bind(Int64(facts.status.rawValue), at: 2)
            statement.bind(facts.sourceWording, at: 3)
            statement.bind(Int64(facts.step), at: 4)
            statement.bind(Int64(facts.stepCount), at: 5)
            statement.bind(facts.dueAt?.milliseconds, at: 6)
            statement.bind(Int64(facts.resultCount), at: 7)
            let revoked = facts.revokedResults
            statement.bind(
                revoked.isEmpty ? nil : revoked.map(String.init).joined(separator: " "), at: 8)
            statement.bind(facts.updatedAt.milliseconds, at: 9)
            statement.bind(fetchedAt.milliseconds, at: 10)
            statement.bind(isFed ? 1 : 0, at: 11)
            try statement.run()
        }

        private static let sql = """
            INSERT INTO dossier (\(columns)) VALUES (?,?,?,?,?,?,?,?,?,?,?)
            ON CONFLICT DO UPDATE SET status = excluded.status, wording = excluded.wording,
                step = excluded.step, step_count = excluded.step_count, due_at = excluded.due_at,
                result_count = excluded.result_count, revoked = excluded.revoked,
                updated_at = excluded.updated_at, fetched_at = excluded.fetched_at,
                is_fed = max(is_fed, excluded.is_fed)
            WHERE excluded.updated_at >= updated_at
            """
    }
}
