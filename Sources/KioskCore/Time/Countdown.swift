/// The whole seconds until a deadline, for a screen that counts them down.
public struct Countdown: Hashable, Sendable {
    /// When it ends, as uptime.
    public let deadline: Duration

    public init(until deadline: Duration) { self.deadline = deadline }

    /// The seconds left, rounded up; 0 once the deadline is reached.
    public func secondsLeft(now: Moment) -> Int64 {
        let (seconds, attoseconds) = (deadline - now.uptime).components
        return max(0, attoseconds > 0 ? seconds + 1 : seconds)
    }

    /// The uptime at which ``secondsLeft(now:)`` changes next; the deadline when one second or less is left.
    public func nextTick(now: Moment) -> Duration {
        let left = deadline - now.uptime
        guard left > .seconds(1) else { return deadline }
        let fraction = Duration(secondsComponent: 0, attosecondsComponent: left.components.attoseconds)
        return now.uptime + (fraction == .zero ? .seconds(1) : fraction)
    }
}
