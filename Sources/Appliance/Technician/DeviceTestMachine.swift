import Devices
import KioskCore

/// A test of one device, while it has the screen; visitors find no numbers meanwhile.
struct DeviceTestMachine: Hashable, Sendable {
    enum Intent: Hashable, Sendable {
        case stop
        case calibration(CalibrationMachine.Intent)
    }

    enum Event: Hashable, Sendable {
        case touch(TouchEvent)
        case chosen(Intent)
        /// Enter, at the terminal.
        case next
        case scanned
        case printed
        /// Whoever asked for the test is gone.
        case stop
        case tick
    }

    enum Action: Hashable, Sendable {
        case calibration(CalibrationMachine.Action)
        case report(DeviceTestEvent)
        /// The screen goes back to visitors.
        case ended
    }

    enum State: Hashable, Sendable {
        case plate(Int)
        case crosses(Int)
        case scanning
        case printing
        case calibrating(CalibrationMachine)
    }

    let test: DeviceTest
    private(set) var state: State
    /// As uptime.
    let deadline: Duration
    private let picture: PixelSize
    private let pixelsPerMillimetre: Double
    private var lastTouch: Duration

    init(
        _ test: DeviceTest, panel: CalibrationMachine.Panel, pixelsPerMillimetre: Double,
        time: Duration, now: Moment
    ) {
        self.test = test
        self.pixelsPerMillimetre = pixelsPerMillimetre
        picture = panel.picture
        lastTouch = now.uptime
        deadline = now.uptime + time
        state =
            switch test {
            case .screen: .plate(0)
            case .touch: .crosses(0)
            case .scanner: .scanning
            case .printer: .printing
            case .calibration: .calibrating(CalibrationMachine(panel, now: now))
            }
    }

    /// What is to be told and done when it begins.
    var opening: [Action] {
        switch state {
        case .plate(let index): [report(index)]
        case .calibrating: [.calibration(CalibrationMachine.begin)]
        case .crosses, .scanning, .printing: []
        }
    }

    /// Whether every touch counts, wherever it is.
    var followsFinger: Bool {
        switch state {
        case .plate, .crosses, .calibrating: true
        case .scanning, .printing: false
        }
    }

    /// The cross to touch now.
    var cross: PixelPoint? {
        switch state {
        case .crosses(let index): CalibrationMachine.crosses(in: picture)[index]
        case .calibrating(let calibration): calibration.cross
        case .plate, .scanning, .printing: nil
        }
    }

    func nextTick(now: Moment) -> Duration {
        if case .calibrating(let calibration) = state {
            return min(deadline, calibration.nextTick(now: now))
        }
        return deadline
    }

    mutating func handle(_ event: Event, now: Moment) -> [Action] {
        if event == .stop || event == .chosen(.stop) { return end(.stopped, now: now) }
        if event == .tick, now.uptime >= deadline { return end(.deadline, now: now) }
        if case .touch(let touch) = event, !isDeliberate(touch, now: now) { return [] }
        switch (state, event) {
        case (.plate(let index), .touch), (.plate(let index), .next): return turn(to: index + 1)
        case (.crosses(let index), .touch(let touch)): return measure(touch.point, at: index)
        case (.scanning, .scanned), (.printing, .printed): return [.report(.ended(how: .done)), .ended]
        case (.calibrating(let calibration), _): return calibrate(calibration, event, now: now)
        default: return []
        }
    }

    /// Crosses and plates take a finger's end, once; a trembling hand's second strike is the same touch.
    private mutating func isDeliberate(_ touch: TouchEvent, now: Moment) -> Bool {
        if case .calibrating = state { return true }
        guard touch.phase == .up, now.uptime - lastTouch >= CalibrationMachine.leastPause else {
            return false
        }
        lastTouch = now.uptime
        return true
    }

    private mutating func turn(to index: Int) -> [Action] {
        guard index < Plate.allCases.count else { return [.report(.ended(how: .done)), .ended] }
        state = .plate(index)
        return [report(index)]
    }

    private func report(_ index: Int) -> Action {
        let plates = Plate.allCases
        return .report(.plate(name: plates[index].rawValue, index: index + 1, count: plates.count))
    }

    private mutating func measure(_ point: PixelPoint, at index: Int) -> [Action] {
        let crosses = CalibrationMachine.crosses(in: picture)
        let (across, down) = (Double(point.x - crosses[index].x), Double(point.y - crosses[index].y))
        let off = (across * across + down * down).squareRoot() / pixelsPerMillimetre
        let told = Action.report(
            .touched(
                cross: index + 1, x: point.x, y: point.y, millimetres: (off * 10).rounded() / 10))
        guard index + 1 < crosses.count else { return [told, .report(.ended(how: .done)), .ended] }
        state = .crosses(index + 1)
        return [told]
    }

    private mutating func calibrate(
        _ calibration: CalibrationMachine, _ event: Event, now: Moment
    ) -> [Action] {
        var calibration = calibration
        let inner: CalibrationMachine.Event
        switch event {
        case .touch(let touch): inner = .touch(touch)
        case .chosen(.calibration(let intent)): inner = .chosen(intent)
        case .tick: inner = .tick
        case .chosen(.stop), .next, .scanned, .printed, .stop: return []
        }
        let before = calibration.state
        let actions = calibration.handle(inner, now: now)
        state = .calibrating(calibration)
        var told: [Action] = []
        for action in actions {
            if case .keep(let kept) = action {
                told.append(.report(.calibrated(touchMatrix: kept.numbers, isKept: true)))
            }
        }
        if case .refused(let fault) = calibration.state, calibration.state != before {
            told.append(.report(.refused(reason: fault.name)))
        }
        let outer = actions.filter { $0 != .ended }.map(Action.calibration)
        guard calibration.hasEnded else { return outer + told }
        let wasKept = actions.contains { if case .keep = $0 { true } else { false } }
        let end: DeviceTestEnd = wasKept ? .done : inner == .tick ? .deadline : .stopped
        return outer + told + [.report(.ended(how: end)), .ended]
    }

    private mutating func end(_ end: DeviceTestEnd, now: Moment) -> [Action] {
        var actions: [Action] = []
        if case .calibrating(var calibration) = state {
            actions = calibration.handle(.end, now: now).filter { $0 != .ended }.map(Action.calibration)
        }
        return actions + [.report(.ended(how: end)), .ended]
    }
}
