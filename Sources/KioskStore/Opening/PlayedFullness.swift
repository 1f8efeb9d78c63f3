internal import GRDB

extension KioskStore {
    /// Lets the file grow no further, as a full disk would; the workbench plays this fault with it.
    ///
    /// SQLite's own page limit answers with the very error of a full disk, so nothing else is simulated.
    public func playFullDisk(_ isFull: Bool) throws(StoreFault) {
        do {
            try pool.writeWithoutTransaction { db in
                let pages = isFull ? try Int.fetchOne(db, sql: "PRAGMA page_count") ?? 1 : 1_073_741_823
                try db.execute(sql: "PRAGMA max_page_count = \(pages)")
            }
        } catch {
            throw StoreFault(error)
        }
    }
}
