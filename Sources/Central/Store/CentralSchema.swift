import Foundation
import GRDB

/// The tables, one migration a version; a released migration is never changed.
enum CentralSchema {
    static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("1 feed, dossiers, tickets, journals") { db in
            try db.execute(sql: feed)
            try db.execute(sql: dossiers)
            try db.execute(sql: tickets)
            try db.execute(sql: journals)
            try db.execute(
                sql: "INSERT INTO centre (key, value) VALUES ('feed', ?)", arguments: [newFeedIdentity()])
        }
        migrator.registerMigration("2 dispensers") { db in
            try db.execute(sql: dispensers)
        }
        return migrator
    }

    /// 32 hexadecimal digits that no other feed has.
    static func newFeedIdentity() -> String {
        UUID().uuidString.replacing("-", with: "").lowercased()
    }

    /// The newest change of every thing: a change takes the place of the one before and gets a new sequence.
    ///
    /// `value` is the JSON text that kiosks receive; `NULL` if the thing is gone.
    private static let feed = """
        CREATE TABLE centre (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
        CREATE TABLE feed (
            sequence INTEGER PRIMARY KEY AUTOINCREMENT,
            kind TEXT NOT NULL,
            key TEXT NOT NULL,
            value TEXT,
            UNIQUE (kind, key)
        );
        """

    /// What the centre keeps of a dossier beside the public facts in its feed row.
    private static let dossiers = """
        CREATE TABLE dossier (
            code TEXT PRIMARY KEY,
            procedure TEXT NOT NULL,
            received_at INTEGER
        ) WITHOUT ROWID;
        """

    private static let tickets = """
        CREATE TABLE ticket (
            id TEXT PRIMARY KEY,
            kiosk TEXT NOT NULL,
            field TEXT NOT NULL,
            day INTEGER NOT NULL,
            prefix TEXT NOT NULL,
            ordinal INTEGER NOT NULL,
            token TEXT NOT NULL,
            issued_at INTEGER NOT NULL,
            is_priority INTEGER NOT NULL,
            is_after_cut_off INTEGER NOT NULL,
            state TEXT NOT NULL,
            counter TEXT,
            called_at INTEGER,
            ended_at INTEGER,
            print_state TEXT NOT NULL,
            reprints INTEGER NOT NULL
        ) WITHOUT ROWID;
        CREATE INDEX ticket_waiting ON ticket (day, state, field);
        CREATE UNIQUE INDEX ticket_at_counter ON ticket (day, counter) WHERE state IN ('called', 'serving');
        """

    /// The last report of each dispenser, and the time of its last contact.
    private static let dispensers = """
        CREATE TABLE dispenser (
            kiosk TEXT PRIMARY KEY,
            report TEXT NOT NULL,
            reported_at INTEGER NOT NULL,
            heard_at INTEGER NOT NULL,
            is_reachable INTEGER NOT NULL
        ) WITHOUT ROWID;
        """

    /// `journal_entry` is the chain as it was received; `event` has every event id once for ever.
    private static let journals = """
        CREATE TABLE journal_entry (
            kiosk TEXT NOT NULL,
            journal TEXT NOT NULL,
            sequence INTEGER NOT NULL,
            hash TEXT NOT NULL,
            event TEXT NOT NULL,
            received_at INTEGER NOT NULL,
            PRIMARY KEY (kiosk, journal, sequence)
        ) WITHOUT ROWID;
        CREATE TABLE event (
            id TEXT PRIMARY KEY,
            kind TEXT NOT NULL,
            at INTEGER NOT NULL,
            kiosk TEXT NOT NULL,
            journal TEXT NOT NULL,
            sequence INTEGER NOT NULL
        ) WITHOUT ROWID;
        """
}
