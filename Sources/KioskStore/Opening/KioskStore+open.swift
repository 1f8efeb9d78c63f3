internal import CentralContract
internal import GRDB
public import KioskCore

extension KioskStore {
    /// Opens the store at a path; creates it if there is none.
    ///
    /// A corrupt file is set aside and replaced; the unsent journal, the day's tickets and the highest
    /// numbers continue in the new one as far as they can be read. The directory must exist.
    public static func open(
        at path: String, identity: StoreIdentity, now: Timestamp, random: RandomSource = RandomSource()
    ) throws(StoreFault) -> (KioskStore, OpeningReport) {
        let file = StoreFile(path: path)
        try file.finishInterruptedReplacement()
        let isNew = file.isNew
        // Checked before SQLite opens the file, since closing it deletes the log.
        if !file.isSuspect && (isNew || file.length > 0) && file.isLogWhole {
            do throws(StoreFault) {
                return (try settle(file, identity: identity, random: random), isNew ? .created : .opened)
            } catch {
                guard error == .corrupt else { throw error }
            }
        }
        let replacement = try replace(file, identity: identity, now: now, random: random)
        return (try settle(file, identity: identity, random: random), .replaced(replacement))
    }

    private static func settle(
        _ file: StoreFile, identity: StoreIdentity, random: RandomSource
    ) throws(StoreFault) -> KioskStore {
        let store = try connect(file, identity: identity, random: random)
        file.markBoot()
        return store
    }

    /// Opens a file that seems healthy, brings its schema up to date and probes it.
    private static func connect(
        _ file: StoreFile, identity: StoreIdentity, random: RandomSource
    ) throws(StoreFault) -> KioskStore {
        do {
            let pool = try DatabasePool(path: file.path, configuration: configuration)
            do {
                try prepare(pool, journal: Journal.newName(kiosk: identity.kiosk, random))
            } catch {
                try? pool.close()
                throw error
            }
            return KioskStore(pool: pool, file: file, identity: identity, random: random)
        } catch {
            throw StoreFault(error)
        }
    }

    private static var configuration: Configuration {
        var configuration = Configuration()
        configuration.busyMode = .timeout(busyTimeout)
        configuration.maximumReaderCount = 2
        configuration.label = "store"
        configuration.prepareDatabase { db in
            // Corruption is reported when a page is read, not later.
            try db.execute(sql: "PRAGMA cell_size_check = ON; PRAGMA trusted_schema = OFF")
        }
        return configuration
    }

    private static func prepare(_ pool: DatabasePool, journal: String) throws {
        try pool.writeWithoutTransaction { db in
            // GRDB's pool sets NORMAL, with which the last tickets before a power cut would be lost.
            try db.execute(sql: "PRAGMA synchronous = FULL; PRAGMA journal_size_limit = 4194304")
        }
        let migrator = KioskSchema.migrator(journal: journal)
        if try pool.read(migrator.hasBeenSuperseded) {
            // A newer version's file has all our migrations; if not, their names are corrupt.
            throw try pool.read(migrator.hasCompletedMigrations) ? StoreFault.newerSchema : .corrupt
        }
        try migrator.migrate(pool)
        try pool.read(probe)
    }

    /// Reads the few places that matter most; ``verify()`` reads everything, later.
    private static func probe(_ db: Database) throws {
        let head = try Head(db).journal
        if head.sequence > head.pruned {
            guard let last = try Journal.entries(after: head.sequence - 1, limit: 1, in: db).first,
                last.hash == head.hash, JournalChain.holds(last)
            else { throw StoreFault.corrupt }
        }
        let beyond = try db.count("SELECT count(*) FROM journal WHERE sequence > ?", [head.sequence])
        let disagreeing = try db.count(
            """
            SELECT count(*) FROM (SELECT day, prefix, max(ordinal) AS highest FROM ticket
                WHERE day >= (SELECT last_day FROM head) GROUP BY day, prefix) AS seen
            LEFT JOIN series USING (day, prefix)
            WHERE series.highest IS NULL OR series.highest < seen.highest
            """)
        guard beyond == 0, disagreeing == 0 else { throw StoreFault.corrupt }
        for table in ["feed", "dossier", "field", "procedure", "procedure_body", "procedure_search"] {
            _ = try db.row("SELECT * FROM \(table) LIMIT 1")
        }
    }

    /// Builds a new store from what can be read of the corrupt one, then moves it into place.
    ///
    /// The new file is complete before the old one moves, so that a power cut at any line loses nothing.
    private static func replace(
        _ file: StoreFile, identity: StoreIdentity, now: Timestamp, random: RandomSource
    ) throws(StoreFault) -> OpeningReport.Replacement {
        file.createIfMissing()
        let lastWrite = file.lastWrite ?? now
        let today = max(now, lastWrite)
        let recovery = Recovery(of: file, seal: TicketSeal(siteKey: identity.siteKey), now: today)
        var replacement = OpeningReport.Replacement(
            setAside: "", journalCarried: recovery.unsent.count, journalLost: recovery.unsentLost,
            ticketsCarried: recovery.tickets.count, areNumbersCertain: recovery.areNumbersCertain)
        file.replacement.remove()
        let store = try connect(file.replacement, identity: identity, random: random)
        do {
            try store.writing { db in
                try recovery.carryOver(into: db)
                if !recovery.areNumbersCertain {
                    let day =
                        ([recovery.lastDay, today.date.number] + recovery.tickets.map(\.series.day)).max()
                        ?? 0
                    var head = try Head(db)
                    head.overflow = recovery.overflow.next(
                        until: day, losses: file.setAsideCount(on: now.date.number))
                    try head.write(to: db)
                }
                try Journal.append(
                    store.newEvent(.storeReplaced, at: now, outcome: replacement.summary),
                    to: db)
            }
            try store.pool.writeWithoutTransaction { db in _ = try db.checkpoint(.truncate) }
            try store.pool.close()
        } catch {
            file.replacement.remove()
            throw StoreFault(error)
        }
        replacement.setAside = try file.moveReplacementIntoPlace(at: now)
        return replacement
    }
}
