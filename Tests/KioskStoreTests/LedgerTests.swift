import Dispatch
import GRDB
import KioskCore
import Synchronization
import Testing

@testable import KioskStore

@Suite struct LedgerTests {
    let fixture: StoreFixture
    let ledger: Ledger

    init() throws {
        fixture = try StoreFixture()
        ledger = Ledger(
            path: fixture.path, identity: StoreFixture.identity, writer: QueueExecutor(),
            reader: QueueExecutor())
    }

    private func issue(_ touch: String) async throws -> QueueNumber {
        try await ledger.write(now: StoreFixture.morning) { store throws(StoreFault) in
            try store.issue(TicketRequest(touch: touch, field: .civilStatus, at: StoreFixture.morning)).number
        }
    }

    @Test func `a number is given while a read is held`() async throws {
        _ = try await issue("t1")
        let (held, release) = (DispatchSemaphore(value: 0), DispatchSemaphore(value: 0))
        async let reading: Int = ledger.read(now: StoreFixture.morning) { store throws(StoreFault) in
            held.signal()
            release.wait()
            return try store.lastDay()
        }
        await blocking { held.wait() }
        #expect(try await issue("t2").ordinal == 2)
        release.signal()
        #expect(try await reading == StoreFixture.today)
    }

    @Test func `a read returns while a write is held`() async throws {
        _ = try await issue("t1")
        let (held, release) = (DispatchSemaphore(value: 0), DispatchSemaphore(value: 0))
        async let writing: Void = ledger.write(now: StoreFixture.morning) { _ throws(StoreFault) in
            held.signal()
            release.wait()
        }
        await blocking { held.wait() }
        let day = try await ledger.read(now: StoreFixture.morning) { store throws(StoreFault) in
            try store.lastDay()
        }
        #expect(day == StoreFixture.today)
        release.signal()
        try await writing
    }

    @Test func `a number is given between any two pieces of a verification`() async throws {
        for touch in 1...500 { _ = try await issue("t\(touch)") }
        let pieces = Mutex(0)
        try await ledger.verify(now: StoreFixture.morning) {
            let piece = pieces.withLock { count in
                count += 1
                return count
            }
            #expect((try? await issue("during \(piece)").ordinal) == 500 + piece)
        }
        #expect(pieces.withLock { $0 } > 10, "it is cut into pieces")
    }

    @Test func `a verification finds a changed entry, and the store is replaced`() async throws {
        for touch in 1...5 { _ = try await issue("t\(touch)") }
        try await ledger.write(now: StoreFixture.morning) { store throws(StoreFault) in
            try store.writing { db in
                try db.execute(sql: "UPDATE journal SET event = '{}' WHERE sequence = 2")
            }
        }
        try await ledger.verify(now: StoreFixture.morning) {}
        #expect(ledger.notices.contains(.storeReplaced))
        #expect(try await issue("t5").ordinal == 5, "the tickets were carried over")
    }

    @Test func `what is old is deleted piece by piece, with writes in between`() async throws {
        for touch in 1...250 { _ = try await issue("t\(touch)") }
        try await ledger.write(now: StoreFixture.morning) { store throws(StoreFault) in
            try store.acknowledge(try store.journalID, upTo: 240)
        }
        let muchLater = StoreFixture.morning.advanced(bySeconds: 100 * 86_400)
        let pieces = Mutex(0)
        try await ledger.forget(before: muchLater, keepingDays: 90) { pieces.withLock { $0 += 1 } }
        #expect(pieces.withLock { $0 } == 3)
        let (kept, pending, chain) = try await ledger.read(now: muchLater) { store throws(StoreFault) in
            (
                try store.ownTickets(on: StoreFixture.today).count, try store.pendingCount,
                try store.verifyChain()
            )
        }
        #expect(kept == 0 && pending == 10)
        #expect(chain == .intact(entries: 10))
    }

    @Test func `a corrupt store is replaced once, whoever meets it`() async throws {
        _ = try await issue("t1")
        try await ledger.write(now: StoreFixture.morning) { store throws(StoreFault) in
            _ = try store.writing { db in try db.execute(sql: "DROP TABLE series") }
        }
        let numbers = try await withThrowingTaskGroup(of: QueueNumber.self) { group in
            for touch in 2...9 { group.addTask { try await issue("t\(touch)") } }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(numbers.map(\.description).sorted() == (1...8).map { "AX00\($0)" })
        #expect(ledger.notices == [.storeReplaced, .numbersUncertain])
        #expect(try fixture.names.count { $0.contains(".damaged-") && !$0.hasSuffix("-wal") } == 1)
    }

    @Test func `a clock that agrees with the centre's corrects the day, another one is reported`()
        async throws
    {
        _ = try await ledger.write(now: StoreFixture.morning) { store throws(StoreFault) in
            try store.issue(
                TicketRequest(
                    touch: "t1", field: .civilStatus, at: StoreFixture.morning.advanced(bySeconds: 86_400)))
        }
        try await ledger.compareClock(
            StoreFixture.morning, withCentre: StoreFixture.morning.advanced(bySeconds: 121))
        #expect(ledger.notices == [.clockWrong])
        #expect(try await issue("t2").ordinal == 2)
        try await ledger.compareClock(
            StoreFixture.morning, withCentre: StoreFixture.morning.advanced(bySeconds: 120))
        #expect(ledger.notices.isEmpty)
        #expect(try await issue("t3").ordinal == 1)
    }
}

/// Runs jobs on a dispatch queue of its own.
private final class QueueExecutor: SerialExecutor {
    private let queue = DispatchQueue(label: "ledger test")

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        queue.async { job.runSynchronously(on: self.asUnownedSerialExecutor()) }
    }
}

/// Waits on a thread that is not one of the few that run tasks.
private func blocking(_ wait: @escaping @Sendable () -> Void) async {
    await withCheckedContinuation { done in
        DispatchQueue.global().async {
            wait()
            done.resume()
        }
    }
}
