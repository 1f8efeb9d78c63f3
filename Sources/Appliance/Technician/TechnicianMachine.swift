import KioskCore

/// The technician's corner: a held emblem, a PIN, and what the machine knows of itself.
struct TechnicianMachine: Hashable, Sendable {
    enum Intent: Hashable, Sendable {
        case digit(Character), delete, enter, close
        case newRoll
        case calibrate
        case calibration(CalibrationMachine.Intent)
    }

    enum Event: Hashable, Sendable {
        case chosen(Intent)
        case checked(isRight: Bool)
        /// A finger, while it is followed wherever it is.
        case touch(TouchEvent)
        case tick
        case end
    }

    enum Action: Hashable, Sendable {
        case check(pin: String)
        /// The roll in the printer is new.
        case rollReplaced
        case calibration(CalibrationMachine.Action)
        case closed
    }

    enum State: Hashable, Sendable {
        case pin(isWrong: Bool)
        case checking
        case open
        case calibrating(CalibrationMachine)
    }

    /// So many wrong PINs in a row close the corner for a while; the count outlives a visit.
    static let mostWrong = 5
    static let lockTime = Duration.seconds(300)
    static let longestPIN = 12

    /// Nothing where touches cannot be calibrated.
    var panel: CalibrationMachine.Panel?
    private(set) var state: State = .pin(isWrong: false)
    private(set) var entry = ""
    private var wrong = 0
    private var lockedUntil: Duration?

    mutating func handle(_ event: Event, now: Moment) -> [Action] {
        switch (event, state) {
        case (_, .calibrating(let calibration)): return calibrate(calibration, event, now: now)
        case (.chosen(.calibrate), .open):
            guard let panel else { return [] }
            state = .calibrating(CalibrationMachine(panel, now: now))
            return [.calibration(CalibrationMachine.begin)]
        case (.chosen(.close), _): return [.closed]
        case (.chosen(.newRoll), .open): return [.rollReplaced]
        case (.chosen(.digit(let digit)), .pin) where entry.count < Self.longestPIN: entry.append(digit)
        case (.chosen(.delete), .pin): entry = String(entry.dropLast())
        case (.chosen(.enter), .pin):
            guard !isLocked(now: now), !entry.isEmpty else { return [] }
            defer { entry = "" }
            state = .checking
            return [.check(pin: entry)]
        case (.checked(isRight: true), .checking):
            wrong = 0
            state = .open
        case (.checked(isRight: false), .checking):
            wrong += 1
            if wrong >= Self.mostWrong {
                wrong = 0
                lockedUntil = now.uptime + Self.lockTime
            }
            state = .pin(isWrong: true)
        case (.end, _):
            entry = ""
            state = .pin(isWrong: false)
        default: break
        }
        return []
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
        case .end: inner = .end
        case .chosen, .checked: return []
        }
        let actions = calibration.handle(inner, now: now)
        state = calibration.hasEnded ? .open : .calibrating(calibration)
        if event == .end { state = .pin(isWrong: false) }
        return actions.filter { $0 != .ended }.map(Action.calibration)
    }

    func isLocked(now: Moment) -> Bool { (lockedUntil ?? .zero) > now.uptime }

    /// Whole minutes until the corner opens again, rounded up.
    func minutesLocked(now: Moment) -> Int64 {
        guard let lockedUntil, lockedUntil > now.uptime else { return 0 }
        return ((lockedUntil - now.uptime).components.seconds + 59) / 60
    }
}
