import Devices
import KioskCore
import KioskStore

/// The kiosk's store and what happens to it: opened, found damaged, opened again.
///
/// All disk work happens on a thread of its own.
actor Ledger {
    private let executor = BlockingThread("kiosk-ledger")
    nonisolated var unownedExecutor: UnownedSerialExecutor { unsafe executor.asUnownedSerialExecutor() }

    private let path: String
    private let identity: StoreIdentity
    private var store: KioskStore?
    private(set) var notices: Set<Notice> = []

    init(path: String, identity: StoreIdentity) {
        self.path = path
        self.identity = identity
    }

    /// Opens the store; a damaged file is set aside and a new one begun.
    func open(now: Timestamp) throws(StoreFault) {
        let (store, report) = try KioskStore.open(at: path, identity: identity, now: now)
        self.store = store
        note(report)
    }

    var isOpen: Bool { store != nil }

    /// Does something with the store; one that turns out damaged is opened anew and asked once more.
    func use<Value: Sendable>(
        now: Timestamp, _ work: @Sendable (KioskStore) throws(StoreFault) -> Value
    ) throws(StoreFault) -> Value {
        if store == nil { try open(now: now) }
        guard let store else { throw .inaccessible }
        do throws(StoreFault) {
            let value = try work(store)
            if !store.isFull { notices.remove(.storeFull) }
            return value
        } catch {
            if error == .full { notices.insert(.storeFull) }
            guard error == .damaged else { throw error }
            try? store.close()
            self.store = nil
            try open(now: now)
            guard let fresh = self.store else { throw .inaccessible }
            return try work(fresh)
        }
    }

    /// Says, or takes back, something that a technician should know.
    func set(_ notice: Notice, _ isSo: Bool) {
        if isSo { notices.insert(notice) } else { notices.remove(notice) }
    }

    private func note(_ report: OpeningReport) {
        guard case .replaced(let replacement) = report else { return }
        notices.insert(.storeReplaced)
        if !replacement.areNumbersCertain { notices.insert(.numbersUncertain) }
        if replacement.journalLost != 0 { notices.insert(.journalLost) }
    }
}
