public import KioskCore
public import KioskFrame
public import PanelCalibration

/// A test of one device, while it has the screen; visitors find no numbers meanwhile.
public struct DeviceTestMachine: FeatureMachine {
    public enum Intent: Hashable, Sendable {
        case stop
        case calibration(CalibrationMachine.Intent)
    }

    public enum Event: FeatureEvent {
        /// A terminal asks for a test.
        case begin(DeviceTestRequest)
        case touch(TouchEvent)
        case chosen(Intent, touch: String)
        /// Enter, at the terminal.
        case next
        /// - `content`: Passed on where the test asked for it, and not kept.
        case scanned(ScanFacts, content: String?)
        /// How the test slip of a run came out.
        case printed(run: Int, outcome: String, condition: String?)
        /// Whoever asked for the test is gone.
        case stop
        /// The panel as it is now.
        case panel(TouchPanelState)
        case tick
        case end
    }

    public enum Action: FeatureAction {
        case report(DeviceTestEvent)
        case printTestSlip(run: Int)
        case use(Calibration)
        case keep(Calibration)
        /// The screen goes back to visitors.
        case finished
    }

    public enum State: Hashable, Sendable {
        /// No test runs; to any other state by `begin`.
        case off
        /// To the next pattern by a touch or Enter; to `off` after the last.
        case pattern(Int)
        /// To the next cross by a touch; to `off` after the last.
        case crosses(Int)
        /// To `off` by a scan.
        case scanning(showsContent: Bool)
        /// To `off` by the end of the print.
        case printing
        /// To `off` when it ends.
        case calibrating(CalibrationMachine)
    }

    public private(set) var state: State = .off
    /// As uptime; every test ends by then.
    private var deadline: Duration = .zero
    private(set) var panel: TouchPanelState
    private var lastTouch: Duration = .zero
    /// Which test it is, so that a slip of an earlier one means nothing.
    private var run = 0

    public init(panel: TouchPanelState) { self.panel = panel }

    public mutating func handle(_ event: Event, now: Moment) -> [Action] {
        switch event {
        case .begin(let request): return begin(request, now: now)
        case .panel(let panel):
            self.panel = panel
            return []
        case .stop, .chosen(.stop, _): return end(.stopped, now: now)
        case .tick where now.uptime >= deadline: return end(.deadline, now: now)
        case .tick: return calibrate(.tick, now: now)
        case .chosen(.calibration(let intent), _): return calibrate(.chosen(intent), now: now)
        case .touch(let touch): return handle(touch, now: now)
        case .next: if case .pattern(let index) = state { return showPattern(index + 1) }
        case .scanned(let facts, let content):
            guard case .scanning = state else { return [] }
            return finish([.report(.scanned(code: facts, content: content))])
        case .printed(let run, let outcome, let condition):
            guard state == .printing, run == self.run else { return [] }
            return finish([.report(.printed(outcome: outcome, condition: condition))])
        case .end:
            guard state != .off else { return [] }
            return end(.stopped, now: now).filter { $0 != .finished }
        }
        return []
    }

    private mutating func begin(_ request: DeviceTestRequest, now: Moment) -> [Action] {
        guard state == .off else { return [] }
        deadline = now.uptime + request.time
        lastTouch = now.uptime
        run += 1
        switch request.test {
        case .screen: return showPattern(0)
        case .touch: state = .crosses(0)
        case .scanner: state = .scanning(showsContent: request.showsContent)
        case .printer:
            state = .printing
            return [.printTestSlip(run: run)]
        case .calibration:
            state = .calibrating(CalibrationMachine(panel, now: now))
            return [.use(.identity)]
        }
        return []
    }

    private mutating func handle(_ touch: TouchEvent, now: Moment) -> [Action] {
        switch state {
        case .calibrating: return calibrate(.touch(touch), now: now)
        case .pattern(let index): return isDeliberate(touch, now: now) ? showPattern(index + 1) : []
        case .crosses(let index): return isDeliberate(touch, now: now) ? measure(touch.point, at: index) : []
        case .off, .scanning, .printing: return []
        }
    }

    /// A finger's end counts, once; a trembling hand's second touch is the same touch.
    private mutating func isDeliberate(_ touch: TouchEvent, now: Moment) -> Bool {
        guard touch.phase == .up, now.uptime - lastTouch >= CalibrationMachine.minInterval else {
            return false
        }
        lastTouch = now.uptime
        return true
    }

    private mutating func showPattern(_ index: Int) -> [Action] {
        let patterns = TestPattern.allCases
        guard index < patterns.count else { return finish([]) }
        state = .pattern(index)
        return [
            .report(.plate(name: patterns[index].rawValue, index: index + 1, count: patterns.count))
        ]
    }

    private mutating func measure(_ point: PixelPoint, at index: Int) -> [Action] {
        let crosses = CalibrationMachine.crosses(in: panel.picture)
        let (across, down) = (Double(point.x - crosses[index].x), Double(point.y - crosses[index].y))
        let distance = (across * across + down * down).squareRoot() / panel.pixelsPerMillimetre
        let report = Action.report(
            .touched(
                cross: index + 1, x: point.x, y: point.y, millimetres: (distance * 10).rounded() / 10))
        guard index + 1 < crosses.count else { return finish([report]) }
        state = .crosses(index + 1)
        return [report]
    }

    private mutating func calibrate(_ event: CalibrationMachine.Event, now: Moment) -> [Action] {
        guard case .calibrating(var calibration) = state else { return [] }
        let before = calibration.state
        let actions = calibration.handle(event, now: now)
        state = .calibrating(calibration)
        var (made, reports): ([Action], [Action]) = ([], [])
        var isKept = false
        for action in actions {
            switch action {
            case .use(let found): made.append(.use(found))
            case .keep(let found):
                isKept = true
                panel.calibration = found
                made.append(.keep(found))
                reports.append(.report(.calibrated(touchMatrix: found.numbers, isKept: true)))
            case .ended: break
            }
        }
        if case .refused(let fault) = calibration.state, calibration.state != before {
            reports.append(.report(.refused(reason: fault.name)))
        }
        guard calibration.hasEnded else { return made + reports }
        return finish(made + reports, how: isKept ? .done : event == .tick ? .deadline : .stopped)
    }

    private mutating func finish(_ actions: [Action], how: DeviceTestEnd = .done) -> [Action] {
        state = .off
        return actions + [.report(.ended(how: how)), .finished]
    }

    /// Ends the test from outside; a calibration puts the one from before into force again.
    private mutating func end(_ how: DeviceTestEnd, now: Moment) -> [Action] {
        guard state != .off else { return [.finished] }
        var actions: [Action] = []
        if case .calibrating(var calibration) = state {
            for case .use(let before) in calibration.handle(.end, now: now) { actions.append(.use(before)) }
        }
        return finish(actions, how: how)
    }

    // MARK: What holds now

    public func nextTick(now: Moment) -> Duration? {
        switch state {
        case .off: nil
        case .calibrating(let calibration): min(deadline, calibration.nextTick(now: now))
        case .pattern, .crosses, .scanning, .printing: deadline
        }
    }

    public var occupation: Occupation { state == .off ? .idle : .exclusive }

    public var followsFinger: Bool {
        switch state {
        case .pattern, .crosses, .calibrating: true
        case .off, .scanning, .printing: false
        }
    }

    public var readsScanContent: Bool { state == .scanning(showsContent: true) }

    /// The cross to touch now.
    var cross: PixelPoint? {
        switch state {
        case .crosses(let index): CalibrationMachine.crosses(in: panel.picture)[index]
        case .calibrating(let calibration): calibration.cross
        case .off, .pattern, .scanning, .printing: nil
        }
    }

    public func event(for signal: FeatureSignal) -> Event? {
        switch signal {
        case .scanned(let reading):
            guard case .scanning = state else { return nil }
            return .scanned(reading.facts, content: reading.content)
        case .finger(let touch): return .touch(touch)
        case .panel(let panel): return .panel(panel)
        case .printer, .dossiersChanged: return nil
        }
    }
}
