/// The time as state machines receive it: a monotonic reading, and the wall clock, which may jump.
public struct Moment: Hashable, Sendable {
    /// Time since the process began; for time-outs.
    public var uptime: Duration
    /// The wall clock; for what is shown, printed and stored.
    public var wall: Timestamp

    public init(uptime: Duration, wall: Timestamp) {
        self.uptime = uptime
        self.wall = wall
    }
}

/// The hall's clock and the process's uptime, and waiting by them.
public protocol KioskClock: Sendable {
    func now() -> Moment
    /// Waits; ends early with an error when the task is cancelled.
    func sleep(for duration: Duration) async throws
}
