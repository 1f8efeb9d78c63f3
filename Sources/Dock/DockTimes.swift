/// How long things wait on the workbench.
public enum DockTimes {
    /// A picture that does not change is answered for after this long.
    static let longPoll = Duration.seconds(20)
    /// A call for a kiosk that is starting waits this long, then it is told so.
    static let patience = Duration.seconds(10)
    /// A kiosk answers a call within this time.
    static let answer = Duration.seconds(30)
    /// Between two looks at something that is about to happen.
    static let glance = Duration.milliseconds(5)
    /// A kiosk that did not come up within this time is killed and started again.
    static let start = Duration.seconds(60)
    /// A kiosk that was asked to end is killed after this time.
    static let end = Duration.seconds(2)
    /// A demo opens its page when the kiosks have caught up with the centre, or after this time.
    public static let warmUp = Duration.seconds(60)
    /// Before a kiosk that died by itself is started again; doubles up to the second value.
    static let backOff = (first: Duration.milliseconds(200), last: Duration.seconds(5))
    /// A kiosk that lived this long is well again.
    static let healthy = Duration.seconds(10)
}
