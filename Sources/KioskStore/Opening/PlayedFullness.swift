internal import Synchronization

extension KioskStore {
    /// Plays a full disk, or ends the play; the workbench's fault.
    ///
    /// While it is played every write runs and is then refused at its commit with SQLite's own error, as when
    /// the log cannot grow; reading goes on. (SQLite's page limit alone would let writes through that fit into
    /// pages already there.)
    public func playFullDisk(_ isFull: Bool) { isPlayedFull.withLock { $0 = isFull } }
}
