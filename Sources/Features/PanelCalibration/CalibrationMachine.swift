public import KioskCore
public import KioskFrame

/// Four crosses, touched one after the other; what they make is tried out before it is kept.
///
/// Whatever goes wrong, the calibration from before holds again: by refusal, by the lesser button, or by
/// nobody touching in time. So a bad one locks nobody out.
public struct CalibrationMachine: Hashable, Sendable {
    public enum Intent: Hashable, Sendable { case keep, again, giveUp }

    public enum Event: Hashable, Sendable {
        case touch(TouchEvent)
        case chosen(Intent)
        case tick
        /// The screen is taken away.
        case end
    }

    public enum Action: Hashable, Sendable {
        /// From the next touch on.
        case use(Calibration)
        case keep(Calibration)
        case ended
    }

    public enum State: Hashable, Sendable {
        /// Where the panel said the touches were, with ``Calibration/identity`` in force; to `trying` or
        /// `refused` by the last cross, to `ended` by the time.
        case crosses(touches: [PixelPoint])
        /// To `crosses` by another attempt, to `ended` by the person or the time.
        case refused(CalibrationFault)
        /// To `crosses` by another attempt, to `ended` by the person or the time.
        case trying(Calibration, finger: PixelPoint?)
        /// Final.
        case ended
    }

    /// Nobody touches for so long: it is given up.
    static let crossTime = Duration.seconds(30)
    /// A calibration that was not kept by then is forgotten.
    static let tryTime = Duration.seconds(20)
    /// A second touch within this time is the same touch.
    public static let minInterval = Duration.milliseconds(300)

    let panel: TouchPanelState
    public private(set) var state = State.crosses(touches: [])
    /// When the state ends by itself, as uptime.
    private(set) var deadline: Duration
    private var lastTouch: Duration

    /// Begins; ``Calibration/identity`` must hold from now on.
    public init(_ panel: TouchPanelState, now: Moment) {
        self.panel = panel
        deadline = now.uptime + Self.crossTime
        lastTouch = now.uptime
    }

    public static let begin = Action.use(.identity)

    /// Where the crosses stand: an eighth of each side from the edges, in the order of a clock's hand.
    public static func crosses(in picture: PixelSize) -> [PixelPoint] {
        let (left, top) = (picture.width / 8, picture.height / 8)
        let (right, bottom) = (picture.width - 1 - left, picture.height - 1 - top)
        return [
            PixelPoint(x: left, y: top), PixelPoint(x: right, y: top), PixelPoint(x: right, y: bottom),
            PixelPoint(x: left, y: bottom),
        ]
    }

    /// The cross to touch now.
    public var cross: PixelPoint? {
        guard case .crosses(let touches) = state else { return nil }
        return Self.crosses(in: panel.picture).dropFirst(touches.count).first
    }

    public var hasEnded: Bool { state == .ended }

    /// Whole seconds until the state ends by itself, at least 0.
    public func secondsLeft(now: Moment) -> Int64 { Countdown(until: deadline).secondsLeft(now: now) }

    /// When the seconds that are shown change, or the state ends.
    public func nextTick(now: Moment) -> Duration { Countdown(until: deadline).nextTick(now: now) }

    public mutating func handle(_ event: Event, now: Moment) -> [Action] {
        switch (event, state) {
        case (_, .ended): return []
        case (.end, _): return end()
        case (.tick, _): return now.uptime >= deadline ? end() : []
        case (.touch(let touch), .crosses(let touches)):
            guard touch.phase == .up, now.uptime - lastTouch >= Self.minInterval else { return [] }
            return measure(touches + [touch.point], now: now)
        case (.touch(let touch), .trying(let calibration, _)):
            state = .trying(calibration, finger: touch.phase == .cancelled ? nil : touch.point)
            return []
        // The last cross stood where a button is now: a trembling hand does not press it.
        case (.chosen, _) where now.uptime - lastTouch < Self.minInterval: return []
        case (.chosen(.keep), .trying(let calibration, _)):
            state = .ended
            return [.keep(calibration), .ended]
        case (.chosen(.again), .trying), (.chosen(.again), .refused):
            self = Self(panel, now: now)
            return [Self.begin]
        case (.chosen(.giveUp), _): return end()
        case (.touch, .refused), (.chosen, _): return []
        }
    }

    private mutating func end() -> [Action] {
        state = .ended
        return [.use(panel.calibration), .ended]
    }

    private mutating func measure(_ touches: [PixelPoint], now: Moment) -> [Action] {
        lastTouch = now.uptime
        deadline = now.uptime + Self.crossTime
        state = .crosses(touches: touches)
        let crosses = Self.crosses(in: panel.picture)
        guard touches.count == crosses.count else { return [] }
        do throws(CalibrationFault) {
            let found = try Calibration(
                crosses: crosses, touches: touches, picture: panel.picture, rotation: panel.rotation)
            state = .trying(found, finger: nil)
            deadline = now.uptime + Self.tryTime
            return [.use(found)]
        } catch {
            state = .refused(error)
            return [.use(panel.calibration)]
        }
    }
}
