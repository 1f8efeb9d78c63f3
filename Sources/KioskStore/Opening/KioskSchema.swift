internal import CentralContract
internal import GRDB

/// The tables, one migration a version of the schema; a released migration is never changed.
enum KioskSchema {
    /// - Parameter journal: the name of the journal, should this file begin one.
    static func migrator(journal: String) -> DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("1 tickets and journal") { db in
            try db.execute(sql: tickets)
            try db.execute(sql: KioskSchema.journal)
            try db.execute(
                sql: "INSERT INTO head (only, journal, hash, pruned_hash) VALUES (1, ?, ?, ?)",
                arguments: [journal, JournalEntry.genesis, JournalEntry.genesis])
        }
        migrator.registerMigration("2 feed and dossiers") { db in
            try db.execute(sql: dossiers)
        }
        migrator.registerMigration("3 catalogue and search") { db in
            try db.execute(sql: catalogue)
        }
        migrator.registerMigration("4 paper and dispensers") { db in
            try db.execute(sql: paper)
        }
        return migrator
    }

    /// `paper` is one row, what is known of the roll; `dispenser` is one row for each of the centre's
    /// dispensers.
    private static let paper = """
        CREATE TABLE paper (only INTEGER PRIMARY KEY CHECK (only = 1), body TEXT NOT NULL);
        CREATE TABLE dispenser (kiosk TEXT PRIMARY KEY NOT NULL, body TEXT NOT NULL) WITHOUT ROWID;
        """

    /// Kept in the order of numbers, so that a new ticket dirties one page and its id's index another.
    ///
    /// `changed` is the feed's sequence of a ticket's last change; `is_own`: issued by this kiosk.
    private static let tickets = """
        CREATE TABLE ticket (
            id TEXT NOT NULL UNIQUE,
            field TEXT NOT NULL, day INTEGER NOT NULL, prefix TEXT NOT NULL, ordinal INTEGER NOT NULL,
            token TEXT NOT NULL, issued_at INTEGER NOT NULL,
            is_priority INTEGER NOT NULL, is_after_cut_off INTEGER NOT NULL,
            state TEXT NOT NULL, counter TEXT,
            print_state TEXT NOT NULL, reprints INTEGER NOT NULL,
            is_own INTEGER NOT NULL, changed INTEGER NOT NULL DEFAULT 0,
            PRIMARY KEY (day, prefix, ordinal, id)) WITHOUT ROWID;
        CREATE TABLE series (
            day INTEGER NOT NULL, prefix TEXT NOT NULL, highest INTEGER NOT NULL,
            PRIMARY KEY (day, prefix)) WITHOUT ROWID;
        """

    /// `head` is one row: where the journal, the days and the overflow series stand.
    private static let journal = """
        CREATE TABLE journal (
            sequence INTEGER PRIMARY KEY, day INTEGER NOT NULL, event TEXT NOT NULL,
            previous_hash TEXT NOT NULL, hash TEXT NOT NULL);
        CREATE TABLE head (
            only INTEGER PRIMARY KEY CHECK (only = 1),
            journal TEXT NOT NULL, sequence INTEGER NOT NULL DEFAULT 0, hash TEXT NOT NULL,
            acknowledged INTEGER NOT NULL DEFAULT 0,
            pruned INTEGER NOT NULL DEFAULT 0, pruned_hash TEXT NOT NULL,
            last_day INTEGER NOT NULL DEFAULT 0, issued INTEGER NOT NULL DEFAULT 0,
            overflow_until INTEGER NOT NULL DEFAULT 0, overflow_letter TEXT NOT NULL DEFAULT '');
        """

    /// Without a rowid a lookup walks one tree, and two million dossiers take about 150 MB.
    private static let dossiers = """
        CREATE TABLE feed (
            only INTEGER PRIMARY KEY CHECK (only = 1), id TEXT NOT NULL, cursor INTEGER NOT NULL);
        CREATE TABLE dossier (
            code TEXT PRIMARY KEY NOT NULL, status INTEGER NOT NULL, wording TEXT,
            step INTEGER NOT NULL, step_count INTEGER NOT NULL, due_at INTEGER,
            result_count INTEGER NOT NULL, revoked TEXT,
            updated_at INTEGER NOT NULL, fetched_at INTEGER NOT NULL,
            is_fed INTEGER NOT NULL) WITHOUT ROWID;
        """

    /// The long bodies stand apart, so that a search and a list read few pages.
    ///
    /// The search's columns are folded by `VietnameseText` before they are stored.
    private static let catalogue = """
        CREATE TABLE field (id TEXT PRIMARY KEY NOT NULL, position INTEGER NOT NULL, body TEXT NOT NULL)
            WITHOUT ROWID;
        CREATE TABLE procedure (
            row INTEGER PRIMARY KEY, code TEXT NOT NULL UNIQUE, field TEXT NOT NULL, name TEXT NOT NULL,
            superseded_by TEXT);
        CREATE TABLE procedure_body (row INTEGER PRIMARY KEY, body TEXT NOT NULL);
        CREATE INDEX procedure_field ON procedure (field);
        CREATE VIRTUAL TABLE procedure_search USING fts5 (
            name, synonyms, code, tokenize = 'unicode61 remove_diacritics 0');
        """
}
