internal import GRDB
internal import KioskCore
internal import Synchronization

/// Which kiosk's store it is, and the key of the site's slips.
public struct StoreIdentity: Sendable {
    /// The site's short code in capital letters and digits; part of every slip's QR.
    public var site: String
    public var kiosk: String
    /// The secret that all kiosks of the site share, 32 bytes.
    public var siteKey: [UInt8]

    public init(site: String, kiosk: String, siteKey: [UInt8]) {
        self.site = site
        self.kiosk = kiosk
        self.siteKey = siteKey
    }
}

/// What must survive a power cut: tickets, journal, dossier cache and catalogue, in one SQLite file.
///
/// Every call is synchronous and is one transaction: when it returns, it is on the disk (WAL,
/// `synchronous = FULL`); when it throws, nothing of it is. Calls may come from any thread.
/// After ``StoreFault/corrupt``, close and open again.
public final class KioskStore: Sendable {
    /// How long a call waits, in seconds, for somebody else who holds the file.
    public static let busyTimeout = 2.0

    let identity: StoreIdentity
    /// Where the ids of journal entries and the names of journals come from.
    let random: RandomSource
    let seal: TicketSeal
    let pool: DatabasePool
    let file: StoreFile
    /// When the feed last had nothing newer; only in memory, because a poll shall not wear the disk.
    let caughtUpAt = Mutex<Timestamp?>(nil)

    /// Whether a full disk is injected; see ``injectDiskFull(_:)``.
    let isDiskFullInjected = Mutex(false)

    private let diskFullState = Mutex(false)
    /// Whether the last write found the disk full.
    public var isDiskFull: Bool { diskFullState.withLock { $0 } }

    init(pool: DatabasePool, file: StoreFile, identity: StoreIdentity, random: RandomSource) {
        self.pool = pool
        self.file = file
        self.identity = identity
        self.random = random
        seal = TicketSeal(siteKey: identity.siteKey)
    }

    /// Ends all connections; every later call throws.
    ///
    /// The log stays beside the file, as after a power cut.
    public func close() throws(StoreFault) {
        do { try pool.close() } catch { throw StoreFault(error) }
    }

    /// Reads from one consistent moment of the store.
    func reading<Value>(_ body: (Database) throws -> Value) throws(StoreFault) -> Value {
        do { return try pool.read(body) } catch { throw noting(StoreFault(error)) }
    }

    /// Writes all or nothing.
    func writing<Value>(_ body: (Database) throws -> Value) throws(StoreFault) -> Value {
        do {
            return try pool.write { db in
                let value = try body(db)
                if isDiskFullInjected.withLock({ $0 }) { throw DatabaseError(resultCode: .SQLITE_FULL) }
                diskFullState.withLock { $0 = false }
                return value
            }
        } catch {
            let fault = StoreFault(error)
            if fault == .full { diskFullState.withLock { $0 = true } }
            throw noting(fault)
        }
    }

    /// Corruption is marked beside the file, because the next opening may well look healthy.
    private func noting(_ fault: StoreFault) -> StoreFault {
        if fault == .corrupt { file.markSuspect() }
        return fault
    }

    /// Writes what is there already.
    ///
    /// - Throws: ``StoreFault/full`` as long as the disk is full.
    public func probeFreeSpace() throws(StoreFault) {
        try writing { db in try db.run("UPDATE head SET issued = issued") }
    }

    /// Lets every write fail as on a full disk, until called with `false`; for the dev dock and tests.
    ///
    /// Meanwhile every write runs and is then refused at its commit with SQLite's own error, as when
    /// the log cannot grow; reading still works. (SQLite's page limit alone would let writes through that fit
    /// into pages already there.)
    public func injectDiskFull(_ isFull: Bool) { isDiskFullInjected.withLock { $0 = isFull } }
}
