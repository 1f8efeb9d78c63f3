public import KioskCore
internal import Synchronization

/// What a technician should know about the store.
public enum LedgerNotice: String, CaseIterable, Hashable, Sendable {
    /// The last write found the disk full.
    case diskFull
    /// A corrupt file was set aside and a new one begun.
    case storeReplaced
    /// The day's numbers could not all be read, so an overflow series began.
    case numbersUncertain
    /// Journal entries that the centre had not acknowledged could not be read.
    case journalLost
    /// The kiosk's clock and the centre's differ.
    case clockWrong
}

/// The kiosk's store while the kiosk runs: opened when it is first needed, and opened again when it turns out
/// corrupt.
///
/// Writes are done one after the other on one executor, reads on another: neither waits for the other,
/// because readers of a write-ahead log see the last commit and block nobody. Maintenance is cut into pieces
/// of a few milliseconds, with a pause after each.
public final class Ledger: Sendable {
    private let path: String
    private let identity: StoreIdentity
    private let random: RandomSource
    private let writer: WorkQueue
    private let reader: WorkQueue
    private let state = Mutex(State())

    private struct State {
        var store: KioskStore?
        var notices: Set<LedgerNotice> = []
    }

    /// - Parameters:
    ///   - path: The database file; its directory must exist before the first read or write.
    ///   - writer: Runs the writes, and the opening.
    ///   - reader: Runs the reads and what maintenance only reads.
    ///   - random: Where the ids of journal entries and the names of journals come from.
    public init(
        path: String, identity: StoreIdentity, writer: any SerialExecutor, reader: any SerialExecutor,
        random: RandomSource = RandomSource()
    ) {
        self.path = path
        self.identity = identity
        self.random = random
        self.writer = WorkQueue(writer)
        self.reader = WorkQueue(reader)
    }

    public var notices: Set<LedgerNotice> { state.withLock { $0.notices } }

    /// Whether the store is open; false before the first read or write, and when it cannot be opened.
    public var isOpen: Bool { state.withLock { $0.store != nil } }

    /// Reads, without waiting for writes that are under way.
    ///
    /// Each call of the store is a transaction of its own.
    /// - Parameter now: The clock, in case the store has to be opened.
    public func read<Value: Sendable>(
        now: Timestamp, _ work: @escaping @Sendable (KioskStore) throws(StoreFault) -> Value
    ) async throws(StoreFault) -> Value {
        try await perform(work, on: reader, now: now)
    }

    /// Writes, after the writes that were called before.
    ///
    /// - Parameter now: The clock, in case the store has to be opened.
    public func write<Value: Sendable>(
        now: Timestamp, _ work: @escaping @Sendable (KioskStore) throws(StoreFault) -> Value
    ) async throws(StoreFault) -> Value {
        try await perform(work, on: writer, now: now)
    }

    /// Compares the kiosk's clock with the centre's: while they agree, the kiosk's day is the day of the
    /// numbers, also when it was ahead before; when they do not, ``LedgerNotice/clockWrong`` says so.
    public func compareClock(_ now: Timestamp, withCentre centre: Timestamp) async throws(StoreFault) {
        let isRight = abs(now.seconds(to: centre)) <= Self.clockTolerance
        set(.clockWrong, !isRight)
        guard isRight,
            try await read(now: now, { store throws(StoreFault) in try store.lastDay() })
                > now.date.number
        else { return }
        try await write(now: now) { store throws(StoreFault) in try store.acceptClock(now) }
    }

    /// Seconds by which two clocks may differ; more than any answer takes on the way.
    private static let clockTolerance: Int64 = 120

    /// Does the work with the open store; one that turns out corrupt is opened anew and asked once more.
    private func perform<Value: Sendable>(
        _ work: @escaping @Sendable (KioskStore) throws(StoreFault) -> Value, on queue: WorkQueue,
        now: Timestamp
    ) async throws(StoreFault) -> Value {
        let store = try await openStore(now: now)
        do throws(StoreFault) {
            let value = try await queue.run { () throws(StoreFault) in try work(store) }
            if !store.isDiskFull { set(.diskFull, false) }
            return value
        } catch {
            if error == .full { set(.diskFull, true) }
            let isReplaced = state.withLock { $0.store !== store }
            guard error == .corrupt || isReplaced else { throw error }
            let fresh = try await openStore(insteadOf: store, now: now)
            return try await queue.run { () throws(StoreFault) in try work(fresh) }
        }
    }

    /// The open store.
    ///
    /// - Parameter corrupt: The store that may not be used any more; `nil` when any will do.
    private func openStore(
        insteadOf corrupt: KioskStore? = nil, now: Timestamp
    ) async throws(StoreFault) -> KioskStore {
        if corrupt == nil, let store = state.withLock({ $0.store }) { return store }
        return try await writer.run { [self] () throws(StoreFault) in
            let current = state.withLock { $0.store }
            // Whoever came first has opened it.
            if let current, current !== corrupt { return current }
            if let current {
                try? current.close()
                state.withLock { $0.store = nil }
            }
            let (store, report) = try KioskStore.open(
                at: path, identity: identity, now: now, random: random)
            state.withLock {
                $0.store = store
                $0.notices.formUnion(report.notices)
            }
            return store
        }
    }

    private func set(_ notice: LedgerNotice, _ isSo: Bool) {
        state.withLock { if isSo { $0.notices.insert(notice) } else { $0.notices.remove(notice) } }
    }
}

/// Runs work one after the other on an executor.
private actor WorkQueue {
    private let executor: any SerialExecutor
    nonisolated var unownedExecutor: UnownedSerialExecutor { unsafe executor.asUnownedSerialExecutor() }

    init(_ executor: any SerialExecutor) { self.executor = executor }

    func run<Value: Sendable>(
        _ work: @Sendable () throws(StoreFault) -> Value
    ) throws(StoreFault) -> Value { try work() }
}
