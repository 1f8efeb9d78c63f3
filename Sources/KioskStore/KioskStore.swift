internal import GRDB
internal import KioskCore
internal import Synchronization

/// Whose store it is, and the key of the site's slips.
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
/// After ``StoreFault/damaged``, close and open again.
public final class KioskStore: Sendable {
    /// How long a call waits, in seconds, for somebody else who holds the file.
    public static let busyTimeout = 2.0

    let identity: StoreIdentity
    let seal: TicketSeal
    let pool: DatabasePool
    let file: StoreFile
    /// When the feed last had nothing newer; only in memory, because a poll shall not wear the disk.
    let caughtUpAt = Mutex<Timestamp?>(nil)

    /// Whether a full disk is being played; see ``playFullDisk(_:)``.
    let isPlayedFull = Mutex(false)

    private let lastWriteFoundNoRoom = Mutex(false)
    /// Whether the last write found no room, so that nothing can be promised until one succeeds.
    public var isFull: Bool { lastWriteFoundNoRoom.withLock { $0 } }

    init(pool: DatabasePool, file: StoreFile, identity: StoreIdentity) {
        self.pool = pool
        self.file = file
        self.identity = identity
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
                if isPlayedFull.withLock({ $0 }) { throw DatabaseError(resultCode: .SQLITE_FULL) }
                lastWriteFoundNoRoom.withLock { $0 = false }
                return value
            }
        } catch {
            let fault = StoreFault(error)
            if fault == .full { lastWriteFoundNoRoom.withLock { $0 = true } }
            throw noting(fault)
        }
    }

    /// Damage is remembered beside the file, because the next opening may well look healthy.
    private func noting(_ fault: StoreFault) -> StoreFault {
        if fault == .damaged { file.markSuspect() }
        return fault
    }

    /// Writes what is there already: throws ``StoreFault/full`` as long as there is no room for more.
    public func probeRoom() throws(StoreFault) {
        try writing { db in try db.run("UPDATE head SET issued = issued") }
    }

    /// Reads the whole file and the whole journal; for the background, some time after opening.
    public func verify() throws(StoreFault) {
        let finding = try reading { db in
            let finding = try String.fetchOne(db, sql: "PRAGMA quick_check(1)")
            // The pages were read once and for good; a kiosk keeps its memory for its screen.
            try db.execute(sql: "PRAGMA shrink_memory")
            return finding
        }
        guard finding == "ok", case .intact = try verifyChain() else { throw noting(.damaged) }
    }
}
