public import KioskCore
public import KioskFrame
public import PanelCalibration

/// The maintenance menu: a held emblem, a PIN, and the state of the kiosk and its devices.
public struct MaintenanceMachine: FeatureMachine {
    public enum Intent: Hashable, Sendable {
        case digit(Character), delete, enter, close
        case newRoll
        case calibrate
        case calibration(CalibrationMachine.Intent)
    }

    public enum Event: FeatureEvent {
        case chosen(Intent, touch: String)
        case checked(isRight: Bool)
        /// A finger, while it is followed wherever it is.
        case touch(TouchEvent)
        /// The panel as it is now.
        case panel(TouchPanelState)
        case tick
        case end
    }

    public enum Action: FeatureAction {
        case check(pin: String)
        /// The roll in the printer is new.
        case rollReplaced
        case use(Calibration)
        case keep(Calibration)
        case finished
    }

    public enum State: Hashable, Sendable {
        /// To `checking` by a whole PIN.
        case pin(isWrong: Bool)
        /// To `open` or back to `pin` by the result.
        case checking
        /// To `calibrating` by a touch.
        case open
        /// To `open` when it ends.
        case calibrating(CalibrationMachine)
    }

    /// So many wrong PINs in a row lock the menu for a while; the count outlives a visit.
    static let maxWrongCount = 5
    static let lockTime = Duration.seconds(300)
    static let maxPINLength = 12

    /// `nil` if touches cannot be calibrated.
    public private(set) var panel: TouchPanelState?
    public private(set) var state: State = .pin(isWrong: false)
    public private(set) var entry = ""
    private var wrongCount = 0
    private var lockedUntil: Duration?

    public init() {}

    public mutating func handle(_ event: Event, now: Moment) -> [Action] {
        switch event {
        case .chosen(let intent, _): return choose(intent, now: now)
        case .checked(let isRight):
            guard state == .checking else { return [] }
            if isRight {
                wrongCount = 0
                state = .open
            } else {
                refuse(now: now)
            }
            return []
        case .touch(let touch): return calibrate(.touch(touch), now: now)
        case .panel(let panel):
            self.panel = panel.canCalibrate ? panel : nil
            return []
        case .tick: return calibrate(.tick, now: now)
        case .end:
            let actions = calibrate(.end, now: now)
            entry = ""
            state = .pin(isWrong: false)
            return actions
        }
    }

    private mutating func choose(_ intent: Intent, now: Moment) -> [Action] {
        switch (intent, state) {
        case (.calibrate, .open):
            guard let panel else { return [] }
            state = .calibrating(CalibrationMachine(panel, now: now))
            return [.use(.identity)]
        case (.calibration(let intent), .calibrating): return calibrate(.chosen(intent), now: now)
        case (.close, .pin), (.close, .checking), (.close, .open): return [.finished]
        case (.newRoll, .open): return [.rollReplaced]
        case (.digit(let digit), .pin):
            if entry.count < Self.maxPINLength { entry.append(digit) }
        case (.delete, .pin): entry = String(entry.dropLast())
        case (.enter, .pin):
            guard !isLocked(now: now), !entry.isEmpty else { return [] }
            defer { entry = "" }
            state = .checking
            return [.check(pin: entry)]
        // A touch on what is no longer on the screen does nothing.
        case (.calibrate, _), (.calibration, _), (.close, _), (.newRoll, _), (.digit, _), (.delete, _),
            (.enter, _):
            break
        }
        return []
    }

    private mutating func refuse(now: Moment) {
        wrongCount += 1
        if wrongCount >= Self.maxWrongCount {
            wrongCount = 0
            lockedUntil = now.uptime + Self.lockTime
        }
        state = .pin(isWrong: true)
    }

    private mutating func calibrate(_ event: CalibrationMachine.Event, now: Moment) -> [Action] {
        guard case .calibrating(var calibration) = state else { return [] }
        let actions = calibration.handle(event, now: now)
        state = calibration.hasEnded ? .open : .calibrating(calibration)
        return actions.compactMap { action in
            switch action {
            case .use(let calibration): return .use(calibration)
            case .keep(let calibration):
                panel?.calibration = calibration
                return .keep(calibration)
            case .ended: return nil
            }
        }
    }

    public func nextTick(now: Moment) -> Duration? {
        if case .calibrating(let calibration) = state { calibration.nextTick(now: now) } else { nil }
    }

    public var occupation: Occupation {
        switch state {
        case .pin, .checking, .open: .visit
        case .calibrating: .exclusive
        }
    }

    public var canYield: Bool { state == .open }

    public var followsFinger: Bool {
        switch state {
        case .pin, .checking, .open: false
        case .calibrating: true
        }
    }

    public func event(for signal: FeatureSignal) -> Event? {
        switch signal {
        case .finger(let touch): .touch(touch)
        case .panel(let panel): .panel(panel)
        case .scanned, .printer, .dossiersChanged: nil
        }
    }

    func isLocked(now: Moment) -> Bool { (lockedUntil ?? .zero) > now.uptime }

    /// Whole minutes until the menu opens again, rounded up.
    func minutesLocked(now: Moment) -> Int64 {
        guard let lockedUntil, lockedUntil > now.uptime else { return 0 }
        return ((lockedUntil - now.uptime).components.seconds + 59) / 60
    }
}
