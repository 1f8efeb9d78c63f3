import KioskCore

/// The deliberate gesture of technicians: the emblem held for three seconds, without sliding off.
struct EmblemHold: Hashable, Sendable {
    static let time = Duration.seconds(3)
    private var since: Duration?

    mutating func isHeld(after touch: TouchEvent, within bounds: PixelRect, now: Moment) -> Bool {
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
