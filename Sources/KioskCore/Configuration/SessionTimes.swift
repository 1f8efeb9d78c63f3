/// How long screens wait for a visitor; all configurable (requirement A-12).
public struct SessionTimes: Hashable, Sendable {
    /// The warning comes after this long without a touch.
    public var idle: Duration
    /// From the warning to the wipe (WCAG 2.2.1 asks for 20 s and one simple action).
    public var warning: Duration
    /// How long "take your slip" stays.
    public var ticketTaken: Duration
    /// How long the number stays when no paper came.
    public var ticketUnprinted: Duration
    /// A second touch on the same place within this time is the same touch (EN 301 549 5.8).
    public var debounceInterval: Duration
    /// A scan that was not used is dropped after this time.
    public var scanLifetime: Duration

    public init(
        idle: Duration = .seconds(40), warning: Duration = .seconds(20), ticketTaken: Duration = .seconds(12),
        ticketUnprinted: Duration = .seconds(90), debounceInterval: Duration = .milliseconds(300),
        scanLifetime: Duration = .seconds(1)
    ) {
        self.idle = idle
        self.warning = warning
        self.ticketTaken = ticketTaken
        self.ticketUnprinted = ticketUnprinted
        self.debounceInterval = debounceInterval
        self.scanLifetime = scanLifetime
    }
}
