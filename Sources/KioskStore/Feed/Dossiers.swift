internal import GRDB
public import KioskCore
internal import Synchronization

/// What the kiosk knows about a dossier, and as of when.
public struct CachedDossier: Hashable, Sendable {
    public var facts: DossierFacts
    /// When the centre last said so, or last said that nothing had changed.
    public var confirmedAt: Timestamp
}

extension KioskStore {
    /// The public facts of a dossier, when the cache has them.
    public func dossier(_ code: DossierCode) throws(StoreFault) -> CachedDossier? {
        let found = try reading { db in
            try db.row("SELECT \(DossierRow.columns) FROM dossier WHERE code = ?", [code.text]).map(
                DossierRow.init)
        }
        guard let found else { return nil }
        // The feed tells every change: when it had none, what it once told is still so.
        let caughtUp = found.isFed ? caughtUpAt.withLock { $0 } : nil
        return CachedDossier(
            facts: found.facts, confirmedAt: max(found.fetchedAt, caughtUp ?? found.fetchedAt))
    }

    /// Keeps facts that were asked for one by one, outside the feed.
    public func remember(_ facts: DossierFacts, at now: Timestamp) throws(StoreFault) {
        try writing { db in try DossierRow.upsert(facts, fetchedAt: now, isFed: false, into: db) }
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

    /// Made once: a feed has hundreds of thousands.
    private static let upsert = """
        INSERT INTO dossier (\(columns)) VALUES (?,?,?,?,?,?,?,?,?,?,?)
        ON CONFLICT DO UPDATE SET status = excluded.status, wording = excluded.wording,
            step = excluded.step, step_count = excluded.step_count, due_at = excluded.due_at,
            result_count = excluded.result_count, revoked = excluded.revoked,
            updated_at = excluded.updated_at, fetched_at = excluded.fetched_at,
            is_fed = max(is_fed, excluded.is_fed)
        WHERE excluded.updated_at >= updated_at
        """

    /// Stores facts unless newer ones are there; a feed that lags must not undo a fresh answer.
    static func upsert(_ facts: DossierFacts, fetchedAt: Timestamp, isFed: Bool, into db: Database) throws {
        let revoked =
            facts.revokedResults.isEmpty
            ? nil : facts.revokedResults.map(String.init).joined(separator: " ")
        try db.run(
            upsert,
            [
                facts.code.text, facts.status.rawValue, facts.sourceWording, facts.step, facts.stepCount,
                facts.dueAt?.milliseconds, facts.resultCount, revoked, facts.updatedAt.milliseconds,
                fetchedAt.milliseconds, isFed,
            ])
    }
}
