import CentralContract
import Foundation
import GRDB
import KioskCore
import KioskStore
import LookupScreen
import QueueTicket

@testable import Appliance
@testable import Central

extension SeededGenerator {
    mutating func happens(_ share: Double) -> Bool { Double.random(in: 0..<1, using: &self) < share }
}

/// A dispenser and its centre through many days, with every trouble we can think of, on real SQLite files.
///
/// The machines, the stores and the centre's rules are the product's own; only people, paper, cable, power and
/// clock are played.
final class SimulatedHall {
    static let field = ServiceField(
        id: "HT", prefix: "A", name: "Hộ tịch", group: "Tư pháp – Hộ tịch", counters: ["1", "2"], order: 1,
        serviceMinutes: MinuteRange(shortest: 4, longest: 9))
    static let other = ServiceField(
        id: "CT", prefix: "B", name: "Chứng thực", group: "Tư pháp – Hộ tịch", counters: ["2"], order: 2)

    private var chance: SeededGenerator
    private let folder: URL
    private let central: CentralDatabase
    private var store: KioskStore
    private(set) var machine: KioskMachine
    private(set) var now: Moment
    private var isLinkUp = true
    private var touches = 0
    private let identity = StoreIdentity(
        site: "MAU", kiosk: "dispenser-1", siteKey: Array(repeating: 7, count: 32))

    /// Every ticket that the store acknowledged, in order.
    private(set) var acknowledged: [Ticket] = []
    /// What came out on paper: the ticket's id and whether the slip was a reprint.
    private(set) var paper: [(ticket: String, isReprint: Bool)] = []
    private(set) var powerCuts = 0
    private(set) var lostAnswers = 0

    init(seed: UInt64) throws {
        chance = SeededGenerator(seed: seed)
        folder = FileManager.default.temporaryDirectory.appending(path: "kiosk-hall-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let start = Timestamp(CivilDate(daysSinceEpoch: 20_776), hour: 7)
        now = Moment(uptime: .zero, wall: start)
        central = try CentralDatabase(path: folder.appending(path: "central.sqlite").path())
        store = try KioskStore.open(
            at: folder.appending(path: "kiosk.sqlite").path(), identity: identity, now: start
        ).0
        machine = Self.freshMachine()
        try central.pool.write { db in
            for field in [Self.field, Self.other] {
                let text = String(decoding: try JSONEncoder().encode(field), as: UTF8.self)
                try FeedTable.put(.field, field.id, text, in: db)
            }
        }
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    private static func freshMachine() -> KioskMachine {
        KioskMachine(role: .dispenser, agencyPrefix: "H08.99", times: SessionTimes())
    }

    // MARK: A day

    /// One working day: people come, things break, and in the evening the network is back.
    func day(visitors: Int) throws {
        for _ in 0..<visitors {
            pass(seconds: Int.random(in: 20...600, using: &chance))
            try trouble()
            try chance.happens(0.2) ? lookUp() : takeANumber()
            if chance.happens(0.5) { try callSomebody() }
            if isLinkUp { try exchange() }
        }
        isLinkUp = true
        while try store.pendingCount > 0 { try exchange() }
        try exchange()
        nextMorning()
    }

    private func trouble() throws {
        if chance.happens(0.05) { isLinkUp.toggle() }
        if chance.happens(0.03) { try cutPower() }
        // A clock that falls back a few minutes, or a day.
        if chance.happens(0.01) {
            now.wall = now.wall.advanced(bySeconds: chance.happens(0.2) ? -86_400 : -600)
        }
    }

    private func pass(seconds: Int) {
        now = Moment(
            uptime: now.uptime + .seconds(seconds), wall: now.wall.advanced(bySeconds: Int64(seconds)))
        _ = machine.handle(.tick, now: now)
    }

    private func nextMorning() {
        let last = max(
            now.wall, Timestamp(CivilDate(number: (try? store.lastDay()) ?? 0) ?? now.wall.date, hour: 7))
        let morning = Timestamp(last.date.advanced(byDays: 1), hour: 7)
        now = Moment(uptime: now.uptime + .seconds(50_000), wall: morning)
        _ = machine.handle(.tick, now: now)
    }

    /// Without warning: what the machine knew is gone, the file is what the disk has.
    private func cutPower() throws {
        powerCuts += 1
        try store.close()
        store = try KioskStore.open(
            at: folder.appending(path: "kiosk.sqlite").path(), identity: identity, now: now.wall
        ).0
        machine = Self.freshMachine()
    }

    // MARK: People

    private func takeANumber() throws {
        touch(.dispenser(.openGroup(Self.field.group)))
        if chance.happens(0.15) { touch(.dispenser(.togglePriority)) }
        let field = chance.happens(0.7) ? Self.field : Self.other
        // Impatient people touch again and again.
        var actions: [KioskMachine.Action] = []
        for _ in 0..<Int.random(in: 1...4, using: &chance) {
            actions += touch(.dispenser(.take(field: field.id)))
        }
        try carryOut(actions)
        if chance.happens(0.1) { try carryOut(touch(.dispenser(.reprint))) }
        if chance.happens(0.7) { touch(.dispenser(.finish)) } else { pass(seconds: 100) }
    }

    private func lookUp() throws {
        let code = DossierCode(canonical: "H08.99-251120-\(1000 + Int.random(in: 0..<50, using: &chance))")
        var actions = machine.handle(
            .scanned(chance.happens(0.8) ? .dossierCode(code) : .citizenCard), now: now)
        actions += machine.handle(
            .lookup(.answered(code, isLinkUp ? .notFound : .unavailable)), now: now)
        try carryOut(actions)
        if chance.happens(0.5) { touch(.finish) } else { pass(seconds: 100) }
    }

    @discardableResult private func touch(_ intent: KioskMachine.Intent) -> [KioskMachine.Action] {
        touches += 1
        _ = machine.handle(.touched, now: now)
        return machine.handle(.chosen(intent, touch: "dispenser-1-\(touches)"), now: now)
    }

    /// Does what the appliance does with an action; the power may fail between any two of them.
    private func carryOut(_ actions: [KioskMachine.Action]) throws {
        for action in actions {
            if chance.happens(0.01) { return try cutPower() }
            switch action {
            case .dispenser(.issue(let id, let touch, let isPriority)):
                let field = id == Self.field.id ? Self.field : Self.other
                let ticket = try store.issue(
                    TicketRequest(
                        touch: touch, field: field, at: now.wall, isPriority: isPriority, isAfterCutOff: false
                    ))
                if !acknowledged.contains(where: { $0.id == ticket.id }) { acknowledged.append(ticket) }
                let issued = IssuedTicket(ticket: ticket, field: field, ahead: 0, wait: nil)
                try carryOut(machine.handle(.dispenser(.issued(issued)), now: now))
            case .dispenser(.print(let issued, let isReprint)): try print(issued, isReprint: isReprint)
            case .lookup(.noteLookup(let outcome)):
                try store.append(
                    JournalEvent(
                        id: "lookup-\(chance.next())", kind: .lookup, at: now.wall, outcome: outcome))
            default: break
            }
        }
    }

    private func print(_ issued: IssuedTicket, isReprint: Bool) throws {
        let id = issued.ticket.id
        if isReprint { _ = try store.recordReprint(id, at: now.wall) }
        try store.recordPrint(id, .submitted, at: now.wall)
        if chance.happens(0.01) { return try cutPower() }
        let outcome: PrintOutcome =
            chance.happens(0.9)
            ? .confirmed : .failed(PrinterCondition.allCases.randomElement(using: &chance) ?? .offline)
        if outcome == .confirmed { paper.append((id, isReprint)) }
        try carryOut(machine.handle(.dispenser(.printed(ticket: id, outcome)), now: now))
        try store.recordPrint(id, outcome.printState, at: now.wall)
    }

    private func callSomebody() throws {
        let counter = chance.happens(0.5) ? "1" : "2"
        try central.pool.write { [now] db in
            let service = CounterService(now: now.wall)
            // A counter that is busy, or an empty hall, is no failure.
            if let ticket = try? service.callNext(at: counter, in: db) {
                _ = try service.perform(.done, on: ticket.id, at: counter, in: db)
            }
        }
    }

    // MARK: The link

    /// Hands the journal over, perhaps without hearing the answer, and applies what the feed has.
    private func exchange() throws {
        if let pending = try store.pending(limit: 50) {
            let outcome = try central.pool.write { [now] db in
                try JournalIntake(kiosk: "dispenser-1", journal: pending.journal, now: now.wall).append(
                    pending.entries, in: db)
            }
            guard case .accepted(let receipt) = outcome else { throw Refused(outcome: "\(outcome)") }
            if chance.happens(0.2) {
                lostAnswers += 1
            } else {
                try store.acknowledge(pending.journal, upTo: receipt.acknowledged)
            }
        }
    }

    struct Refused: Error { var outcome: String }

    // MARK: What is true at the end

    var storeChain: ChainReport { get throws { try store.verifyChain() } }

    /// The ids of the tickets that the centre holds, with repeats.
    var ticketsAtCentre: [String] {
        get throws { try central.pool.read { db in try String.fetchAll(db, sql: "SELECT id FROM ticket") } }
    }

    /// How often the centre counted each event.
    var eventsAtCentre: [String] {
        get throws { try central.pool.read { db in try String.fetchAll(db, sql: "SELECT id FROM event") } }
    }
}
