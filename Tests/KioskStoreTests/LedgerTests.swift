import Dispatch
import GRDB
import KioskCore
import Testing

@testable import KioskStore

@Suite struct LedgerTests {
    let bench: Workbench
    let ledger: Ledger

    init() throws {
        bench = try Workbench()
        ledger = Ledger(
            path: bench.path, identity: Workbench.identity, writer: QueueExecutor(), reader: QueueExecutor())
    }

    private func issue(_ touch: String) async throws -> QueueNumber {
        try await ledger.write(now: Workbench.morning) { store throws(StoreFault) in
            try store.issue(TicketRequest(touch: touch, field: .civilStatus, at: Workbench.morning)).number
        }
    }

    @Test func `a number is given while a read is held`() async throws {
        _ = try await issue("t1")
        let (held, release) = (DispatchSemaphore(value: 0), DispatchSemaphore(value: 0))
        async let reading: Int = ledger.read(now: Workbench.morning) { store throws(StoreFault) in
            held.signal()
            release.wait()
            return try store.lastDay()
        }
        await blocking { held.wait() }
        #expect(try await issue("t2").ordinal == 2)
        release.signal()
        #expect(try await reading == Workbench.today)
    }

    @Test func `a read finds its answer while a write is held`() async throws {
        _ = try await issue("t1")
        let (held, release) = (DispatchSemaphore(value: 0), DispatchSemaphore(value: 0))
        async let writing: Void = ledger.write(now: Workbench.morning) { _ throws(StoreFault) in
            held.signal()
            release.wait()
        }
        await blocking { held.wait() }
        let day = try await ledger.read(now: Workbench.morning) { store throws(StoreFault) in
            try store.lastDay()
        }
        #expect(day == Workbench.today)
        release.signal()
        try await writing
    }

    @Test func `a corrupt store is replaced once, whoever meets it`() async throws {
        _ = try await issue("t1")
        try await ledger.write(now: Workbench.morning) { store throws(StoreFault) in
            _ = try store.writing { db in try db.execute(sql: "DROP TABLE series") }
        }
        let numbers = try await withThrowingTaskGroup(of: QueueNumber.self) { group in
            for touch in 2...9 { group.addTask { try await issue("t\(touch)") } }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(numbers.map(\.description).sorted() == (1...8).map { "AX00\($0)" })
        #expect(ledger.notices == [.storeReplaced, .numbersUncertain])
        #expect(try bench.names.count { $0.contains(".damaged-") && !$0.hasSuffix("-wal") } == 1)
    }

    @Test func `a clock that agrees with the centre's sets the day right, another one is reported`()
        async throws
    {
        _ = try await ledger.write(now: Workbench.morning) { store throws(StoreFault) in
            try store.issue(
                TicketRequest(
                    touch: "t1", field: .civilStatus, at: Workbench.morning.advanced(bySeconds: 86_400)))
        }
        try await ledger.compareClock(
            Workbench.morning, withCentre: Workbench.morning.advanced(bySeconds: 121))
        #expect(ledger.notices == [.clockWrong])
        #expect(try await issue("t2").ordinal == 2)
        try await ledger.compareClock(
            Workbench.morning, withCentre: Workbench.morning.advanced(bySeconds: 120))
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
