import CentralContract
import GRDB
import KioskCore

/// Dispensers as rows, and every change of one as a change in the feed, so that each kiosk knows of the
/// others.
enum DispenserTable {
    /// After so many seconds without contact a kiosk counts as unreachable: two long polls and a margin.
    static let contactTimeout: Int64 = 60
    /// How old, in seconds, the last contact may be before a new one is written.
    static let contactInterval: Int64 = 15

    /// Stores the report of a dispenser; an older report never replaces a newer one.
    static func apply(_ event: JournalEvent, from kiosk: String, now: Timestamp, in db: Database) throws {
        guard event.kind == .dispenser, let report = event.dispenser, isPlausible(report) else { return }
        try db.execute(
            sql: """
                INSERT INTO dispenser (kiosk, report, reported_at, heard_at, is_reachable)
                VALUES (?1, ?2, ?3, ?4, 1)
                ON CONFLICT DO UPDATE SET report = ?2, reported_at = ?3, heard_at = ?4, is_reachable = 1
                WHERE ?3 >= reported_at
                """,
            arguments: [kiosk, try StoredJSON.text(report), event.at.milliseconds, now.milliseconds])
        if db.changesCount == 1 { try publish(kiosk, in: db) }
    }

    /// Whether a kiosk's last contact is old enough to be written again; only dispensers have one.
    static func isContactOld(_ kiosk: String, at now: Timestamp, in db: Database) throws -> Bool {
        let row = try Row.fetchOne(
            db.cachedStatement(sql: "SELECT heard_at, is_reachable FROM dispenser WHERE kiosk = ?"),
            arguments: [kiosk])
        guard let row else { return false }
        let isReachable: Bool = row[1]
        return !isReachable || Timestamp(milliseconds: row[0]).seconds(to: now) >= contactInterval
    }

    static func recordContact(of kiosk: String, at now: Timestamp, in db: Database) throws {
        let wasUnreachable =
            try Bool.fetchOne(
                db, sql: "SELECT NOT is_reachable FROM dispenser WHERE kiosk = ?", arguments: [kiosk])
            ?? false
        try db.execute(
            sql: "UPDATE dispenser SET heard_at = ?, is_reachable = 1 WHERE kiosk = ?",
            arguments: [now.milliseconds, kiosk])
        if wasUnreachable { try publish(kiosk, in: db) }
    }

    /// The kiosks whose last contact is too old, and that still count as reachable.
    static func timedOut(at now: Timestamp, in db: Database) throws -> [String] {
        try String.fetchAll(
            db, sql: "SELECT kiosk FROM dispenser WHERE is_reachable AND heard_at < ?",
            arguments: [now.advanced(bySeconds: -contactTimeout).milliseconds])
    }

    static func markUnreachable(_ kiosk: String, in db: Database) throws {
        try db.execute(sql: "UPDATE dispenser SET is_reachable = 0 WHERE kiosk = ?", arguments: [kiosk])
        try publish(kiosk, in: db)
    }

    static func all(in db: Database) throws -> [DispenserState] {
        try Row.fetchAll(db, sql: "SELECT * FROM dispenser ORDER BY kiosk").map(DispenserState.init(row:))
    }

    private static func publish(_ kiosk: String, in db: Database) throws {
        let row = try Row.fetchOne(db, sql: "SELECT * FROM dispenser WHERE kiosk = ?", arguments: [kiosk])
        guard let row else { return }
        try FeedLog.put(.dispenser, kiosk, try StoredJSON.text(DispenserState(row: row)), in: db)
    }

    /// Whether a kiosk can have sent this; it comes from outside the centre.
    private static func isPlausible(_ report: DispenserReport) -> Bool {
        let texts = [report.place?.name, report.place?.englishName].compactMap(\.self)
        return texts.allSatisfy { $0.unicodeScalars.count <= 120 }
            && (0...1_000_000).contains(report.paper?.slipsLeft ?? 0)
    }
}

extension DispenserState {
    fileprivate init(row: Row) throws {
        self.init(
            kiosk: row["kiosk"], report: try StoredJSON.value(DispenserReport.self, row["report"]),
            reportedAt: Timestamp(milliseconds: row["reported_at"]), isReachable: row["is_reachable"])
    }
}

/// The response of `GET /v1/dispensers`.
struct DispenserList: Hashable, Sendable, Codable {
    var dispensers: [DispenserState]
}
