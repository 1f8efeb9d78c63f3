import KioskCore
import LookupScreen
import QueueTicket
import ScreenKit

/// The rules around the two machines: whose turn the screen is, the aids, the time-out, the technician.
///
/// A value: events in, actions out. It never asks a clock.
struct KioskMachine: Hashable, Sendable {
    enum Intent: Hashable, Sendable {
        case dispenser(DispenserMachine.Intent)
        case lookup(LookupMachine.Intent)
        case technician(TechnicianMachine.Intent)
        case aid(Aid)
        case moreTime
        /// Reads on where a screen holds more than fits.
        case turnScreen(Int)
        case finish
        case closeHelp
    }

    enum Aid: Hashable, Sendable { case language, largeText, contrast, lowScreen, help }

    enum Event: Hashable, Sendable {
        /// A finger came down anywhere: somebody is there.
        case touched
        case chosen(Intent, touch: String)
        case scanned(Payload)
        case dispenser(DispenserMachine.Event)
        case lookup(LookupMachine.Event)
        case technician(TechnicianMachine.Event)
        /// The emblem was held long enough.
        case emblemHeld
        case tick
    }

    enum Action: Hashable, Sendable {
        case dispenser(DispenserMachine.Action)
        case lookup(LookupMachine.Action)
        case checkPIN(String)
        case rollReplaced
    }

    /// Whose screen it is.
    enum Front: Hashable, Sendable { case dispenser, lookup, technician, help }

    private(set) var front: Front
    private(set) var visit = Visit()
    private(set) var dispenser: DispenserMachine
    private(set) var lookup: LookupMachine
    private(set) var technician = TechnicianMachine()
    private(set) var watch: IdleWatch
    /// Which part of a screen that does not fit is shown, from 0.
    private(set) var screenPage = 0
    /// Where help was opened from.
    private var beforeHelp: Front
    private let home: Front

    init(role: KioskRole, agencyPrefix: String, times: SessionTimes) {
        home = role == .dispenser ? .dispenser : .lookup
        front = home
        beforeHelp = home
        dispenser = DispenserMachine(times: times)
        lookup = LookupMachine(agencyPrefix: agencyPrefix, times: times)
        watch = IdleWatch(times: times)
    }

    mutating func handle(_ event: Event, now: Moment) -> [Action] {
        switch event {
        case .touched:
            watch.noteTouch(now: now)
            return []
        case .chosen(let intent, let touch): return choose(intent, touch: touch, now: now)
        case .scanned(let payload): return scan(payload, now: now)
        case .dispenser(let event): return dispense(event, now: now)
        case .lookup(let event): return look(event, now: now)
        case .technician(let event): return serve(event, now: now)
        case .emblemHeld:
            guard !dispenser.isBusy else { return [] }
            endVisit(now: now)
            front = .technician
            watch.noteTouch(now: now)
            return []
        case .tick: return tick(now: now)
        }
    }

    /// When the next `.tick` is wanted, as uptime; nothing while nobody is there.
    func nextTick(now: Moment) -> Duration? {
        var next: [Duration] = []
        if front == .dispenser, let tick = dispenser.nextTick(now: now) { next.append(tick) }
        if front == .lookup, let tick = lookup.nextTick() { next.append(tick) }
        if isWatched { next.append(watch.nextChange(now: now)) }
        return next.min()
    }

    /// Whether the warning stands over the screen now.
    func isWarning(now: Moment) -> Bool { isWatched && watch.verdict(now: now) != .present }

    /// The time-out watches every visit that does not end by itself.
    private var isWatched: Bool {
        switch front {
        case .dispenser:
            !dispenser.isBusy && !dispenser.endsByItself && (!dispenser.isIdle || visit != Visit())
        case .lookup: home != .lookup || !lookup.isIdle || visit != Visit()
        case .technician, .help: true
        }
    }

    private mutating func choose(_ intent: Intent, touch: String, now: Moment) -> [Action] {
        watch.noteTouch(now: now)
        if case .turnScreen(let index) = intent {
            screenPage = max(0, index)
            return []
        }
        screenPage = 0
        switch intent {
        case .dispenser(let intent): return dispense(.chosen(intent, touch: touch), now: now)
        case .lookup(let intent): return look(.chosen(intent), now: now)
        case .technician(let intent): return serve(.chosen(intent), now: now)
        case .aid(let aid): aids(aid)
        case .moreTime, .turnScreen: break  // the touch itself was noted
        case .closeHelp: front = beforeHelp
        case .finish: endVisit(now: now)
        }
        return []
    }

    /// A new scan wipes what the last person saw; a number on its way to paper is finished first.
    private mutating func scan(_ payload: Payload, now: Moment) -> [Action] {
        guard !dispenser.isBusy, front != .technician else { return [] }
        watch.noteTouch(now: now)
        _ = dispenser.handle(.end, now: now)
        front = .lookup
        screenPage = 0
        return look(.scanned(payload), now: now)
    }

    private mutating func dispense(_ event: DispenserMachine.Event, now: Moment) -> [Action] {
        let actions = dispenser.handle(event, now: now)
        if actions.contains(.finished) { endVisit(now: now) }
        return actions.filter { $0 != .finished }.map { .dispenser($0) }
    }

    private mutating func look(_ event: LookupMachine.Event, now: Moment) -> [Action] {
        let actions = lookup.handle(event, now: now)
        // On a dispenser the lookup was a guest: its home is not a place to stay.
        if actions.contains(.finished) || (home == .dispenser && front == .lookup && lookup.isIdle) {
            endVisit(now: now)
        }
        return actions.filter { $0 != .finished }.map { .lookup($0) }
    }

    private mutating func serve(_ event: TechnicianMachine.Event, now: Moment) -> [Action] {
        technician.handle(event, now: now).compactMap { action in
            switch action {
            case .check(let pin): return .checkPIN(pin)
            case .rollReplaced: return .rollReplaced
            case .closed:
                endVisit(now: now)
                return nil
            }
        }
    }

    private mutating func aids(_ aid: Aid) {
        switch aid {
        case .language: visit.language = visit.language == .vietnamese ? .english : .vietnamese
        case .largeText: visit.textScale = visit.textScale == .large ? .ordinary : .large
        case .contrast: visit.theme = visit.theme == .standard ? .highContrast : .standard
        case .lowScreen: visit.lowScreen.toggle()
        case .help:
            if front != .help { beforeHelp = front }
            front = .help
        }
    }

    private mutating func tick(now: Moment) -> [Action] {
        if isWatched, watch.verdict(now: now) == .gone {
            endVisit(now: now)
            return []
        }
        switch front {
        case .dispenser: return dispense(.tick, now: now)
        case .lookup: return look(.tick, now: now)
        case .technician, .help: return []
        }
    }

    /// Nothing of a visit stays: not its words, not its aids, not its screen.
    private mutating func endVisit(now: Moment) {
        _ = dispenser.handle(.end, now: now)
        _ = lookup.handle(.end, now: now)
        _ = technician.handle(.end, now: now)
        visit = Visit()
        screenPage = 0
        front = home
        beforeHelp = home
    }
}
