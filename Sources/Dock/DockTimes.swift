/// Timeouts and intervals of the Dock.
public enum DockTimes {
    /// A request for the next picture returns without one after this long.
    static let longPoll = Duration.seconds(20)
    /// A request to a kiosk that is starting waits this long before it is refused.
    static let startWait = Duration.seconds(10)
    /// A kiosk responds within this time.
    static let response = Duration.seconds(30)
    /// Between two checks of a condition that is about to hold.
    static let pollInterval = Duration.milliseconds(5)
    /// A kiosk that is not ready after this time is killed and started again.
    static let start = Duration.seconds(60)
    /// A kiosk that was sent SIGTERM is killed after this time.
    static let termination = Duration.seconds(2)
    /// The Dock opens when the kiosks have caught up with the central system, or after this time.
    public static let synchronisation = Duration.seconds(60)
    /// Before a kiosk that exited by itself is started again; doubles up to the second value.
    static let restartDelay = (first: Duration.milliseconds(200), last: Duration.seconds(5))
    /// A kiosk that ran this long resets the delay.
    static let stableRun = Duration.seconds(10)
}
