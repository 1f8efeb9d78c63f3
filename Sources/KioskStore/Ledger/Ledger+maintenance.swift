public import KioskCore

extension Ledger {
    /// Reads the whole file and the whole journal, some time after opening.
    ///
    /// A store that is found corrupt has been replaced when this returns.
    /// - Parameter pause: Waited for after each piece of work, so that reads and writes come in between.
    public func verify(
        now: Timestamp, pause: @Sendable () async -> Void = { await Task.yield() }
    ) async throws(StoreFault) {
        try await read(now: now) { store throws(StoreFault) in try store.verify() }
        await pause()
    }

    /// Deletes tickets and acknowledged journal entries that are older than the days to keep
    /// (domain.md 9.4: 30 to 90).
    ///
    /// - Parameter pause: Waited for after each piece of work, so that other writes come in between.
    public func forget(
        before now: Timestamp, keepingDays: Int, pause: @Sendable () async -> Void = { await Task.yield() }
    ) async throws(StoreFault) {
        try await write(now: now) { store throws(StoreFault) in
            try store.forget(before: now, keepingDays: keepingDays)
        }
        await pause()
    }
}
