import Devices
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
        case test(DeviceTestMachine.Intent)
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
        /// What a finger does, while ``KioskMachine/followsFinger``.
        case finger(TouchEvent)
        case chosen(Intent, touch: String)
        case scanned(Payload)
        case dispenser(DispenserMachine.Event)
        case lookup(LookupMachine.Event)
        case technician(TechnicianMachine.Event)
        /// A terminal asks for a test that may last so long.
        case beginTest(DeviceTest, Duration)
        case test(DeviceTestMachine.Event)
        /// The emblem was held long enough.
        case emblemHeld
        case tick
    }

    enum Action: Hashable, Sendable {
        case dispenser(DispenserMachine.Action)
        case lookup(LookupMachine.Action)
        case checkPIN(String)
        case rollReplaced
        case calibration(CalibrationMachine.Action)
        case report(DeviceTestEvent)
    }

    /// Whose screen it is.
    enum Front: Hashable, Sendable {
        case dispenser, lookup, technician, help
        case test(DeviceTestMachine)
    }

    /// What there is to calibrate and to measure on.
    var panel = CalibrationMachine.Panel(
        picture: PixelSize(width: 1080, height: 1920), rotation: .none, calibration: .identity)
    var pixelsPerMillimetre = 4.0
    /// Whether touches come from a panel that takes a calibration.
    var canCalibrate = false
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
        case .finger(let touch): return follow(touch, now: now)
        case .chosen(let intent, let touch): return choose(intent, touch: touch, now: now)
        case .scanned(let payload): return scan(payload, now: now)
        case .dispenser(let event): return dispense(event, now: now)
        case .lookup(let event): return look(event, now: now)
        case .technician(let event): return serve(event, now: now)
        case .beginTest(let test, let time): return begin(test, time, now: now)
        case .test(let event): return carryOn(event, now: now)
        case .emblemHeld:
            guard !dispenser.isBusy, !isBench else { return [] }
            let actions = endVisit(now: now)
            front = .technician
            watch.noteTouch(now: now)
            return actions
        case .tick: return tick(now: now)
        }
    }

    /// When the next `.tick` is wanted, as uptime; nothing while nobody is there.
    func nextTick(now: Moment) -> Duration? {
        var next: [Duration] = []
        if front == .dispenser, let tick = dispenser.nextTick(now: now) { next.append(tick) }
        if front == .lookup, let tick = lookup.nextTick() { next.append(tick) }
        if case .test(let test) = front { next.append(test.nextTick(now: now)) }
        if front == .technician, case .calibrating(let calibration) = technician.state {
            next.append(calibration.nextTick(now: now))
        }
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
        case .technician: !followsFinger
        case .help: true
        case .test: false
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
        case .test(let intent): return carryOn(.chosen(intent), now: now)
        case .aid(let aid): aids(aid)
        case .moreTime, .turnScreen: break  // the touch itself was noted
        case .closeHelp: front = beforeHelp
        case .finish: return endVisit(now: now)
        }
        return []
    }

    /// A new scan wipes what the last person saw; a number on its way to paper is finished first.
    private mutating func scan(_ payload: Payload, now: Moment) -> [Action] {
        guard !dispenser.isBusy, front != .technician, !isTesting else { return [] }
        watch.noteTouch(now: now)
        _ = dispenser.handle(.end, now: now)
        front = .lookup
        screenPage = 0
        return look(.scanned(payload), now: now)
    }

    private mutating func dispense(_ event: DispenserMachine.Event, now: Moment) -> [Action] {
        let actions = dispenser.handle(event, now: now)
        let others = actions.filter { $0 != .finished }.map { Action.dispenser($0) }
        return actions.contains(.finished) ? others + endVisit(now: now) : others
    }

    private mutating func look(_ event: LookupMachine.Event, now: Moment) -> [Action] {
        let actions = lookup.handle(event, now: now)
        // On a dispenser the lookup was a guest: its home is not a place to stay.
        let isOver = actions.contains(.finished) || (home == .dispenser && front == .lookup && lookup.isIdle)
        let others = actions.filter { $0 != .finished }.map { Action.lookup($0) }
        return isOver ? others + endVisit(now: now) : others
    }

    private mutating func serve(_ event: TechnicianMachine.Event, now: Moment) -> [Action] {
        technician.panel = canCalibrate ? panel : nil
        let wasFollowing = followsFinger
        let actions = technician.handle(event, now: now).flatMap { action -> [Action] in
            switch action {
            case .check(let pin): [.checkPIN(pin)]
            case .rollReplaced: [.rollReplaced]
            case .calibration(let action): note(action)
            case .closed: endVisit(now: now)
            }
        }
        if wasFollowing, !followsFinger { watch.noteTouch(now: now) }
        return actions
    }

    private mutating func aids(_ aid: Aid) {
        switch aid {
        case .language: visit.language = visit.language == .vietnamese ? .english : .vietnamese
        case .largeText: visit.textScale = visit.textScale == .large ? .ordinary : .large
        case .contrast: visit.theme = visit.theme == .standard ? .highContrast : .standard
        case .lowScreen: visit.lowScreen.toggle()
        case .help where isBench: break
        case .help:
            if front != .help { beforeHelp = front }
            front = .help
        }
    }

    private mutating func tick(now: Moment) -> [Action] {
        if isWatched, watch.verdict(now: now) == .gone { return endVisit(now: now) }
        switch front {
        case .dispenser: return dispense(.tick, now: now)
        case .lookup: return look(.tick, now: now)
        case .technician: return serve(.tick, now: now)
        case .test: return carryOn(.tick, now: now)
        case .help: return []
        }
    }

    /// Nothing of a visit stays: not its words, not its aids, not its screen.
    private mutating func endVisit(now: Moment) -> [Action] {
        _ = dispenser.handle(.end, now: now)
        _ = lookup.handle(.end, now: now)
        let actions = technician.handle(.end, now: now)
        visit = Visit()
        screenPage = 0
        front = home
        beforeHelp = home
        return actions.flatMap { action -> [Action] in
            if case .calibration(let action) = action { note(action) } else { [] }
        }
    }
}

/// The technician's tests of devices, and what every touch means meanwhile.
extension KioskMachine {
    /// Whether each touch is wanted, wherever it is: on crosses and plates.
    var followsFinger: Bool {
        switch front {
        case .technician: if case .calibrating = technician.state { true } else { false }
        case .test(let test): test.followsFinger
        case .dispenser, .lookup, .help: false
        }
    }

    /// Whether the screen belongs to a test or to the four crosses, until they end.
    var isBench: Bool { isTesting || followsFinger }

    var isTesting: Bool { if case .test = front { true } else { false } }

    /// Whether a test may take the screen: nobody is in the middle of anything.
    var isFree: Bool {
        switch front {
        case .dispenser: dispenser.isIdle && visit == Visit()
        case .lookup: home == .lookup && lookup.isIdle && visit == Visit()
        case .technician: technician.state == .open
        case .help, .test: false
        }
    }

    private mutating func begin(_ test: DeviceTest, _ time: Duration, now: Moment) -> [Action] {
        guard isFree else { return [] }
        let ended = endVisit(now: now)
        let machine = DeviceTestMachine(
            test, panel: panel, pixelsPerMillimetre: pixelsPerMillimetre, time: time, now: now)
        front = .test(machine)
        return ended + machine.opening.flatMap { carryOut($0, now: now) }
    }

    private mutating func carryOn(_ event: DeviceTestMachine.Event, now: Moment) -> [Action] {
        guard case .test(var test) = front else { return [] }
        let actions = test.handle(event, now: now)
        front = .test(test)
        return actions.flatMap { carryOut($0, now: now) }
    }

    private mutating func carryOut(_ action: DeviceTestMachine.Action, now: Moment) -> [Action] {
        switch action {
        case .calibration(let action): note(action)
        case .report(let event): [.report(event)]
        case .ended: endVisit(now: now)
        }
    }

    private mutating func follow(_ touch: TouchEvent, now: Moment) -> [Action] {
        switch front {
        case .technician: serve(.touch(touch), now: now)
        case .test: carryOn(.touch(touch), now: now)
        case .dispenser, .lookup, .help: []
        }
    }

    /// What is kept is what a later attempt falls back to.
    private mutating func note(_ action: CalibrationMachine.Action) -> [Action] {
        if case .keep(let calibration) = action { panel.calibration = calibration }
        return [.calibration(action)]
    }
}
