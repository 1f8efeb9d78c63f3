import Appliance
public import Foundation
import KioskCore

/// Days of a centre from one seed; the same seed gives the same history.
///
/// The kiosk and the centre are the real ones; people, paper, cable, power and clocks are scripted.
public final class Simulation {
    /// What happened, so that a test knows that something did.
    public struct Statistics: Hashable, Sendable {
        public var days = 0
        public var tickets = 0
        public var slips = 0
        public var lookups = 0
        public var powerCuts = 0
        public var crashes = 0
        public var clockJumps = 0
        public var linkFaults = 0
        public var paperFaults = 0
        public var fullDisks = 0
    }

    public let seed: UInt64
    public private(set) var statistics = Statistics()
    public var eventCount: Int { history.count }
    /// Of all events so far.
    public var historyHash: UInt64 { history.hash }

    private var random: SeededGenerator
    private let clock = SimulationClock()
    private let centre: ScriptedCentre
    private let kiosk: SimulatedKiosk
    private var inspector = Inspector()
    private var history = History()
    /// When a finger or a code last came.
    private var lastInput = Duration.zero
    private var isDiskFull = false
    private var hasScanner = true
    private var hasMoreFields = false
    private var today: [Ticket] = []
    private var screen = ""
    /// Whether the keypad was not yet seen since the screen was last at home.
    private var isKeypadFresh = true

    /// - Parameter folder: Holds the stores; on a RAM disk the simulation is several times faster.
    public init(seed: UInt64, folder: URL) throws {
        self.seed = seed
        random = SeededGenerator(seed: seed)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        centre = try ScriptedCentre(folder: folder, clock: clock, seed: random.next())
        kiosk = try SimulatedKiosk(
            name: "dispenser-1", folder: folder, clock: clock, centre: centre, seed: random.next())
        for field in Catalogue.fields { try centre.publish(field) }
        for dossier in Catalogue.dossiers { try centre.publish(dossier) }
        for procedure in Catalogue.procedures { try centre.publish(procedure) }
    }

    /// Lives days, one after the other.
    public func run(days: Int) throws {
        for _ in 0..<days {
            statistics.days += 1
            do { try liveDay() } catch let violation as Violation {
                throw SimulationFailure(violation, seed: seed, day: statistics.days, history: history)
            }
        }
    }

    // MARK: A day

    private func liveDay() throws {
        today = []
        let midnight = Duration.seconds(86_400 * (statistics.days - 1))
        try advance(to: midnight + .seconds(7 * 3600 + 25 * 60) + .seconds(number(0...300)))
        try powerOn()
        if chance(15) { try changeCatalogue() }
        centre.faults.lostAnswers = chance(30) ? number(5...30) : 0
        centre.faults.repeats = chance(30) ? number(5...30) : 0
        centre.faults.delays = chance(50) ? number(5...60) : 0
        while clock.now < midnight + .seconds(8 * 3600) {
            try advance(by: .seconds(number(5...200)))
            try trouble()
            if chance(60) {
                let counter = Catalogue.counters.randomElement(using: &random) ?? "1"
                try centre.workAtCounter(counter)
                try settle("counter \(counter)")
            }
            try visit()
        }
        try evening()
    }

    /// Everything is put right; after some minutes alone the kiosk and the centre have to agree.
    private func evening() throws {
        centre.faults = ScriptedCentre.Faults()
        kiosk.wall.offset = 0
        if !kiosk.printer.condition.canPrint || chance(20) { kiosk.printer.refill() }
        try powerOn()
        try limitDisk(false)
        lastInput = clock.now
        try advance(by: Inspector.patience + .seconds(60))
        try note("evening") { try inspector.checkEvening(centre, today: today) }
        if chance(30) { try cutPower() } else { try stop() }
    }

    private func changeCatalogue() throws {
        hasMoreFields.toggle()
        for field in Catalogue.moreFields {
            if hasMoreFields { try centre.publish(field) } else { try centre.withdraw(field: field.id) }
        }
        try settle("the catalogue changes")
    }

    // MARK: Power

    private func powerOn() throws {
        guard kiosk.boot == nil else { return }
        try kiosk.start()
        isDiskFull = false
        hasScanner = true
        lastInput = clock.now
        isKeypadFresh = true
        try settle("power on")
    }

    private func stop() throws {
        try note("stop") {
            kiosk.stop()
            try inspector.readJournal()
            noteTickets()
            try inspector.check(kiosk.printer.takePaper())
        }
        inspector.close()
    }

    private func cutPower() throws {
        statistics.powerCuts += 1
        try die("power cut", isPowerCut: true)
    }

    private func crash() throws {
        statistics.crashes += 1
        try die("crash", isPowerCut: false)
    }

    private func die(_ how: String, isPowerCut: Bool) throws {
        guard kiosk.boot != nil else { return }
        try note(how) {
            openInspector()
            try inspector.readJournal()
            noteTickets()
            inspector.close()
            try kiosk.kill(isPowerCut: isPowerCut)
            try inspector.check(kiosk.printer.takePaper())
        }
    }

    // MARK: Trouble

    private func trouble() throws {
        if kiosk.boot == nil {
            try advance(by: .seconds(number(1...60)))
            try powerOn()
        }
        if chance(6) {
            centre.faults.isDown.toggle()
            statistics.linkFaults += 1
            try settle("link \(centre.faults.isDown ? "down" : "up")")
        }
        try troubleWithPaper()
        if kiosk.wall.offset != 0, chance(30) {
            kiosk.wall.offset = 0
            try settle("the clock is put right")
        } else if chance(3) {
            statistics.clockJumps += 1
            let jumps: [Int64] = [-86_400, -3600, -600, -90, 90, 600, 3600, 86_400, 40 * 86_400]
            kiosk.wall.offset += (jumps.randomElement(using: &random) ?? 0) * 1000
            try settle("the clock jumps to \(kiosk.wall.offset / 1000) s")
        }
        if isDiskFull ? chance(40) : chance(2) { try limitDisk(!isDiskFull) }
        if chance(2) {
            hasScanner.toggle()
            kiosk.boot?.scanner.yield(hasScanner ? .connected : .disconnected)
            try settle("scanner \(hasScanner ? "in" : "out")")
        }
        if chance(2) { try cutPower() }
        if chance(1) { try crash() }
        if chance(1) { try stop() }
        if kiosk.boot == nil { try powerOn() }
    }

    private func troubleWithPaper() throws {
        if !kiosk.printer.condition.canPrint {
            guard chance(40) else { return }
            kiosk.printer.refill()
            try settle("the printer is put right")
        } else if chance(5) {
            statistics.paperFaults += 1
            let faults: [PrinterCondition] = [.coverOpen, .paperEmpty, .cutterError, .offline, .unavailable]
            let fault = faults.randomElement(using: &random) ?? .offline
            kiosk.printer.set(fault)
            try settle("printer: \(fault.rawValue)")
        }
    }

    private func limitDisk(_ isFull: Bool) throws {
        guard kiosk.boot != nil, isFull != isDiskFull else { return }
        isDiskFull = isFull
        if isFull { statistics.fullDisks += 1 }
        _ = kiosk.ask { await $0.limitStore(isFull) }
        try settle(isFull ? "the disk is full" : "the disk has room")
    }

    // MARK: People

    private func visit() throws {
        var visitor = Visitor(&random)
        while let shown = kiosk.ask({ await $0.screen() }) ?? nil {
            let slips = today.suffix(3).map(\.token)
            switch visitor.act(on: shown, slips: slips, &random) {
            case .touch(let point, let name): try touch(point, name, times: 1)
            case .hammer(let point, let name, let times): try touch(point, name, times: times)
            case .holdEmblem: try holdEmblem()
            case .scan(let text, let what):
                lastInput = clock.now
                statistics.lookups += 1
                kiosk.boot?.scans.yield(Scan(bytes: Array(text.utf8)))
                try interrupt("shows \(what)")
            case .wait: break
            case .leave:
                try settle("leaves")
                return
            }
            try advance(by: .milliseconds(number(80...(chance(20) ? 9000 : 2500))))
        }
    }

    private func touch(_ point: PixelPoint, _ name: String, times: Int) throws {
        lastInput = clock.now
        for _ in 0..<times {
            kiosk.boot?.touches.yield(TouchEvent(.down, at: point))
            for _ in 0..<number(0...12) where !kiosk.executor.runOne() { break }
            if chance(3) {
                kiosk.boot?.touches.yield(TouchEvent(.cancelled, at: point))
            } else {
                kiosk.boot?.touches.yield(TouchEvent(.up, at: point))
            }
            if times > 1, chance(50) { try advance(by: .milliseconds(number(20...600))) }
        }
        try interrupt("touches \(name)\(times > 1 ? " \(times) times" : "")")
    }

    private func holdEmblem() throws {
        let corner = PixelPoint(x: 12, y: 12)
        lastInput = clock.now
        kiosk.boot?.touches.yield(TouchEvent(.down, at: corner))
        try advance(by: .milliseconds(number(2500...4000)))
        lastInput = clock.now
        kiosk.boot?.touches.yield(TouchEvent(.up, at: corner))
        try settle("holds the emblem")
    }

    /// Lets what was begun go on; sometimes the power fails in the middle of it.
    private func interrupt(_ event: String) throws {
        if chance(1) {
            history.note("\(time) \(event)")
            for _ in 0..<number(0...120) where !kiosk.executor.runOne() { break }
            try chance(70) ? cutPower() : crash()
            try advance(by: .seconds(number(1...60)))
            return try powerOn()
        }
        try settle(event)
    }

    // MARK: Time and rules

    private func advance(by duration: Duration) throws { try advance(to: clock.now + duration) }

    private func advance(to time: Duration) throws {
        while let next = clock.nextDeadline, next <= time {
            clock.advance(to: next)
            try settle(nil)
        }
        clock.advance(to: time)
        try settle(nil)
    }

    /// Runs everything that can run, then checks the rules.
    private func settle(_ event: String?) throws {
        var jobs = 0
        while kiosk.executor.runOne() {
            jobs += 1
            guard jobs < 100_000 else {
                throw Violation(rule: "the kiosk comes to rest", detail: "\(jobs) jobs after an event")
            }
        }
        try note(event) { try check() }
    }

    private func check() throws {
        openInspector()
        try inspector.readJournal()
        if isDiskFull, let ticket = inspector.newTickets.first {
            throw Violation(rule: "a full disk gives no number", detail: "\(ticket.number)")
        }
        noteTickets()
        let slips = kiosk.printer.takePaper()
        for slip in slips { history.note("\(time) slip \(slip.number)\(slip.isReprint ? " IN LẠI" : "")") }
        try inspector.check(slips)
        statistics.slips += slips.count
        guard let shown = kiosk.ask({ await $0.screen() }) ?? nil else { return }
        if shown.screen != screen {
            screen = shown.screen
            history.note("\(time) screen \(screen)")
        }
        try inspector.check(shown, quiet: clock.now - lastInput)
        if screen == "home" { isKeypadFresh = true }
        if screen == "keypad", isKeypadFresh {
            isKeypadFresh = false
            try inspector.checkFreshKeypad(shown)
        }
    }

    private func noteTickets() {
        for ticket in inspector.newTickets {
            history.note("\(time) ticket \(ticket.series.day) \(ticket.number)")
            today.append(ticket)
            statistics.tickets += 1
        }
    }

    private func openInspector() {
        if !inspector.isOpen { inspector.open(kiosk.databasePath) }
    }

    private func note(_ event: String?, _ work: () throws -> Void) throws {
        if let event { history.note("\(time) \(event)") }
        try work()
    }

    private var time: String {
        let now = WallClock.start.advanced(bySeconds: clock.now.components.seconds)
        return now.iso8601.prefix(19).description
    }

    // MARK: Chance

    private func chance(_ percent: Int) -> Bool { Int.random(in: 0..<100, using: &random) < percent }

    private func number(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &random) }
}
