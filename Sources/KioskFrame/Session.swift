public import KioskCore
public import ScreenKit

/// How this visitor wants the screen; ends with the visit.
public struct Visit: Hashable, Sendable {
    public var language: Language = .vietnamese
    public var textScale: TextScale = .ordinary
    public var theme: ThemeName = .standard
    public var lowScreen = false

    public init() {}

    /// The aids in use, joined by `+`, or `standard`.
    public var mode: String {
        var aids: [String] = []
        if textScale == .large { aids.append("large-text") }
        if theme == .highContrast { aids.append("high-contrast") }
        if lowScreen { aids.append("low-screen") }
        return aids.isEmpty ? "standard" : aids.joined(separator: "+")
    }
}

/// Watches whether anybody is still there: a warning first, then the end (WCAG 2.2.1).
public struct IdleWatch: Hashable, Sendable {
    public enum Verdict: Hashable, Sendable { case present, warn, gone }

    private let times: SessionTimes
    private(set) var lastTouch: Duration = .zero

    public init(times: SessionTimes) { self.times = times }

    public mutating func noteTouch(now: Moment) { lastTouch = now.uptime }

    public func verdict(now: Moment) -> Verdict {
        let quiet = now.uptime - lastTouch
        if quiet >= times.idle + times.warning { return .gone }
        return quiet >= times.idle ? .warn : .present
    }

    private var end: Countdown { Countdown(until: lastTouch + times.idle + times.warning) }

    /// Whole seconds until the end, at least 0.
    public func secondsLeft(now: Moment) -> Int64 { end.secondsLeft(now: now) }

    /// When the verdict, or the seconds shown, change next.
    public func nextChange(now: Moment) -> Duration {
        let warning = lastTouch + times.idle
        return now.uptime < warning ? warning : end.nextTick(now: now)
    }
}

/// The deliberate gesture of technicians: the emblem held for three seconds, without sliding off.
public struct EmblemHold: Hashable, Sendable {
    public static let time = Duration.seconds(3)
    private var since: Duration?

    public init() {}

    /// Returns whether this touch ends the gesture.
    public mutating func isHeld(after touch: TouchEvent, within bounds: PixelRect, now: Moment) -> Bool {
        switch touch.phase {
        case .down: since = bounds.contains(touch.point) ? now.uptime : nil
        case .move: if !bounds.contains(touch.point) { since = nil }
        case .cancelled: since = nil
        case .up:
            defer { since = nil }
            guard let since, bounds.contains(touch.point) else { return false }
            return now.uptime - since >= Self.time
        }
        return false
    }
}
