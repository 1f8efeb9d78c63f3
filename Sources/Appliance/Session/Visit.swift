import KioskCore
import ScreenKit

/// How this visitor wants the screen; ends with the visit.
struct Visit: Hashable, Sendable {
    var language: Language = .vietnamese
    var textScale: TextScale = .ordinary
    var theme: ThemeName = .standard
    var lowScreen = false

    /// What a screen reader of tests is told: the aids in use, or "standard".
    var mode: String {
        var aids: [String] = []
        if textScale == .large { aids.append("large-text") }
        if theme == .highContrast { aids.append("high-contrast") }
        if lowScreen { aids.append("low-screen") }
        return aids.isEmpty ? "standard" : aids.joined(separator: "+")
    }
}

/// Watches whether anybody is still there: a warning first, then the end (WCAG 2.2.1).
struct IdleWatch: Hashable, Sendable {
    enum Verdict: Hashable, Sendable { case present, warn, gone }

    private let times: SessionTimes
    private(set) var lastTouch: Duration = .zero

    init(times: SessionTimes) { self.times = times }

    mutating func noteTouch(now: Moment) { lastTouch = now.uptime }

    func verdict(now: Moment) -> Verdict {
        let quiet = now.uptime - lastTouch
        if quiet >= times.idle + times.warning { return .gone }
        return quiet >= times.idle ? .warn : .present
    }

    /// Whole seconds until the end, at least 0.
    func secondsLeft(now: Moment) -> Int64 {
        let left = lastTouch + times.idle + times.warning - now.uptime
        return max(0, (left + .milliseconds(999)).components.seconds)
    }

    /// When the verdict, or the seconds shown, change next.
    func nextChange(now: Moment) -> Duration {
        let warning = lastTouch + times.idle
        if now.uptime < warning { return warning }
        let end = warning + times.warning
        let left = end - now.uptime
        return left <= .seconds(1) ? end : now.uptime + fraction(of: left)
    }

    private func fraction(of left: Duration) -> Duration {
        let rest = Duration(secondsComponent: 0, attosecondsComponent: left.components.attoseconds)
        return rest == .zero ? .seconds(1) : rest
    }
}
