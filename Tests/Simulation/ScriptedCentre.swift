import CentralContract
import CentralLink
import Foundation
import GRDB
import KioskCore
import Synchronization

@testable import Central

/// The centre: the real database and rules, called directly; only the network between it and the kiosks is
/// scripted.
final class ScriptedCentre: Sendable {
    /// What is wrong with the network.
    struct Faults: Sendable {
        var isDown = false
        /// Of a hundred calls, how many reach the centre whose answer never comes back.
        var lostAnswers = 0
        /// Of a hundred uploads, how many reach the centre twice.
        var repeats = 0
        /// Of a hundred calls, how many take up to two seconds.
        var delays = 0
    }

    let clock: SimulationClock
    private let database: CentralDatabase
    private let moved = SimulationClock.Signal()
    private let state: Mutex<(faults: Faults, random: SeededGenerator)>

    init(folder: URL, clock: SimulationClock, seed: UInt64) throws {
        self.clock = clock
        database = try CentralDatabase(path: folder.appending(path: "central.sqlite").path())
        state = Mutex((Faults(), SeededGenerator(seed: seed)))
        // A power cut at the centre is not simulated, and syncing costs a third of the time.
        try database.pool.writeWithoutTransaction { db in try db.execute(sql: "PRAGMA synchronous = OFF") }
    }

    var now: Timestamp { Timestamp(milliseconds: WallClock.start.milliseconds + clock.now.wholeMilliseconds) }

    var faults: Faults {
        get { state.withLock { $0.faults } }
        set { state.withLock { $0.faults = newValue } }
    }

    private func happens(_ share: Int) -> Bool {
        state.withLock { Int.random(in: 0..<100, using: &$0.random) < share }
    }

    // MARK: The catalogue and the counters

    func publish(_ field: ServiceField) throws { try publish(.field, field.id, field) }
    func publish(_ facts: DossierFacts) throws { try publish(.dossier, facts.code.text, facts) }
    func publish(_ procedure: Procedure) throws { try publish(.procedure, procedure.id, procedure) }
    func withdraw(field id: String) throws {
        try database.pool.write { db in try FeedLog.put(.field, id, nil, in: db) }
        clock.send(moved)
    }

    private func publish(_ kind: FeedChange.Kind, _ key: String, _ value: some Encodable) throws {
        let text = try StoredJSON.text(value)
        try database.pool.write { db in try FeedLog.put(kind, key, text, in: db) }
        clock.send(moved)
    }

    /// A counter ends what it has and calls the next; silent dispensers are noticed.
    func workAtCounter(_ counter: String) throws {
        let now = now
        try database.pool.write { db in
            let service = CounterService(now: now)
            if let current = try service.overview(of: counter, in: db).current {
                _ = try service.perform(.done, on: current.id, at: counter, in: db)
            } else {
                // Nobody is waiting: no failure.
                _ = try? service.callNext(at: counter, in: db)
            }
            for kiosk in try DispenserTable.timedOut(at: now, in: db) {
                try DispenserTable.markUnreachable(kiosk, in: db)
            }
        }
        clock.send(moved)
    }

    // MARK: What the kiosks ask

    func page(
        for kiosk: String, feed: String?, after: Int64, limit: Int
    ) throws -> (page: FeedPage, isEmpty: Bool) {
        let now = now
        let (text, isContactOld) = try database.pool.read { db in
            let isOurs = try feed == nil || feed == FeedLog.identity(in: db)
            return (
                try FeedLog.page(after: isOurs ? after : 0, limit: limit, in: db),
                try DispenserTable.isContactOld(kiosk, at: now, in: db)
            )
        }
        if isContactOld {
            try database.pool.write { try DispenserTable.recordContact(of: kiosk, at: now, in: $0) }
        }
        // Most pages are empty; they need not become JSON and values again.
        guard text.count > 0 else {
            let page = FeedPage(
                feed: text.feed, cursor: text.cursor, more: false, remaining: 0, changes: [], time: now)
            return (page, true)
        }
        return (try StoredJSON.value(FeedPage.self, text.json(at: now)), false)
    }

    func take(_ upload: JournalUpload, from kiosk: String) throws -> JournalReceipt {
        let intake = JournalIntake(kiosk: kiosk, journal: upload.journal, now: now)
        let outcome = try database.pool.write { db in
            if happens(faults.repeats) { _ = try intake.append(upload.entries, in: db) }
            return try intake.append(upload.entries, in: db)
        }
        clock.send(moved)
        switch outcome {
        case .accepted(let receipt): return receipt
        case .refused(let problem): throw problem
        }
    }

    func dossier(_ code: DossierCode) throws -> DossierFacts? {
        try database.pool.read { db in try FeedLog.value(.dossier, code.text, in: db) }
            .map { try StoredJSON.value(DossierFacts.self, $0) }
    }

    /// Waits for a change, as a long poll does.
    func waitForChange(_ time: Duration) async { try? await clock.sleep(until: clock.now + time, or: moved) }

    /// The way there; the answer's way back is ``comeBack()``.
    func travel() async throws(LinkFault) {
        if happens(faults.delays) {
            let time = state.withLock { Int.random(in: 20...2000, using: &$0.random) }
            try? await clock.sleep(until: clock.now + .milliseconds(time))
        }
        if faults.isDown { throw .unreachable }
    }

    func comeBack() async throws(LinkFault) {
        if faults.isDown { throw .unreachable }
        guard happens(faults.lostAnswers) else { return }
        try? await clock.sleep(until: clock.now + .seconds(10))
        throw .timedOut
    }

    // MARK: What it holds

    func ticketCount() throws -> Int {
        try database.pool.read { db in try Int.fetchOne(db, sql: "SELECT count(*) FROM ticket") ?? 0 }
    }

    func eventCount() throws -> Int {
        try database.pool.read { db in try Int.fetchOne(db, sql: "SELECT count(*) FROM event") ?? 0 }
    }

    func holds(ticket id: String) throws -> Bool {
        try database.pool.read { db in try TicketTable.ticket(id, in: db) != nil }
    }
}

/// The client of one boot.
struct ScriptedConnection: CentralClient {
    let centre: ScriptedCentre
    let kiosk: String
    let life: Life

    func feed(
        after cursor: Int64, feed: String?, limit: Int, wait: Int
    ) async throws(LinkFault) -> FeedPage {
        try await reach()
        var answer = try read(cursor, feed, limit)
        if answer.isEmpty, wait > 0 {
            await centre.waitForChange(.seconds(wait))
            try await reach()
            answer = try read(cursor, feed, limit)
        }
        try await centre.comeBack()
        return answer.page
    }

    func upload(_ upload: JournalUpload) async throws(LinkFault) -> JournalReceipt {
        try await reach()
        let receipt = try take(upload)
        try await centre.comeBack()
        return receipt
    }

    func dossier(_ code: DossierCode) async throws(LinkFault) -> DossierFacts? {
        try await reach()
        let facts = try ask(code)
        try await centre.comeBack()
        return facts
    }

    func shutdown() async {}

    private func reach() async throws(LinkFault) {
        guard life.isAlive, !Task.isCancelled else { throw .cancelled }
        try await centre.travel()
        guard life.isAlive, !Task.isCancelled else { throw .cancelled }
    }

    private func read(
        _ cursor: Int64, _ feed: String?, _ limit: Int
    ) throws(LinkFault) -> (page: FeedPage, isEmpty: Bool) {
        do {
            return try centre.page(for: kiosk, feed: feed, after: cursor, limit: limit)
        } catch { throw fault(error) }
    }

    private func take(_ upload: JournalUpload) throws(LinkFault) -> JournalReceipt {
        do { return try centre.take(upload, from: kiosk) } catch { throw fault(error) }
    }

    private func ask(_ code: DossierCode) throws(LinkFault) -> DossierFacts? {
        do { return try centre.dossier(code) } catch { throw fault(error) }
    }

    private func fault(_ error: any Error) -> LinkFault {
        .serverProblem(error as? Problem ?? Problem(title: "\(error)", status: 500))
    }
}
