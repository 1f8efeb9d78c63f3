/// The hall's clock and the process's uptime, and waiting by them.
public protocol KioskClock: Sendable {
    func now() -> Moment
    /// Waits; ends early with an error when the task is cancelled.
    func sleep(for duration: Duration) async throws
}
