internal import Synchronization

extension KioskStore {
    /// Lets every write fail as on a full disk, until called with `false`; for the dev dock and tests.
    ///
    /// Meanwhile every write runs and is then refused at its commit with SQLite's own error, as when
    /// the log cannot grow; reading goes on. (SQLite's page limit alone would let writes through that fit into
    /// pages already there.)
    public func injectDiskFull(_ isFull: Bool) { isDiskFullInjected.withLock { $0 = isFull } }
}
