/// The delays and sizes of the link, all in one table.
public enum LinkLimits {
    /// The delay after a first failure; each further one is twice as long.
    public static let firstRetryDelay = Duration.seconds(1)
    /// The longest delay: the kiosk is back within seconds of the network, and ten thousand kiosks that wait
    /// for one centre still send it less than two thousand requests a second.
    public static let maxRetryDelay = Duration.seconds(8)
    /// Requests that find nothing to do are at least this far apart, even when a poll does not wait.
    public static let minRequestInterval = Duration.seconds(1)

    /// Seconds that a poll may wait at the centre; below the usual 30 s of proxies.
    public static let pollWait = 25
    /// Changes in a page of the feed.
    public static let pageLimit = 500
    /// Journal entries in an upload.
    public static let uploadLimit = 200

    /// The longest responses that are read, in bytes: a feed page full of procedures, and anything else.
    static let maxPageByteCount = 16 << 20
    static let maxResponseByteCount = 64 << 10
    /// The longest part of a problem's title that is kept, in characters.
    static let maxTitleLength = 120
    /// A centre that is holding a long poll does not read a TLS close message; the end must not wait for it.
    static let tlsCloseTimeout = Duration.milliseconds(200)
}

/// How long requests may take.
public struct LinkTimeouts: Hashable, Sendable {
    /// Until TCP and TLS are established.
    public var connect: Duration
    /// The whole of a short request.
    public var request: Duration
    /// The whole of a dossier lookup, while a visitor waits.
    public var lookup: Duration
    /// What a long poll may take beyond its wait: sending a full page.
    public var pollMargin: Duration

    public init(
        connect: Duration = .seconds(2), request: Duration = .seconds(10), lookup: Duration = .seconds(3),
        pollMargin: Duration = .seconds(10)
    ) {
        self.connect = connect
        self.request = request
        self.lookup = lookup
        self.pollMargin = pollMargin
    }
}
