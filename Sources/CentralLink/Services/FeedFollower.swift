public import CentralContract
internal import KioskCore

/// How far the feed has been applied.
public struct FeedPlace: Hashable, Sendable {
    /// Nothing before the first page.
    public var feed: String?
    public var cursor: Int64

    public init(feed: String?, cursor: Int64) {
        self.feed = feed
        self.cursor = cursor
    }
}

/// What the follower needs of the store; an error makes it try the page again later.
public struct FeedReader: Sendable {
    var place: @Sendable () async throws -> FeedPlace
    var apply: @Sendable (_ page: FeedPage, _ askedAfter: Int64) async throws -> FeedPlace

    /// - Parameters:
    ///   - place: where to go on reading.
    ///   - apply: applies a page and moves the cursor in one transaction; gives the new place.
    public init(
        place: @escaping @Sendable () async throws -> FeedPlace,
        apply: @escaping @Sendable (_ page: FeedPage, _ askedAfter: Int64) async throws -> FeedPlace
    ) {
        self.place = place
        self.apply = apply
    }
}

/// Follows the feed by long polls, page after page, for as long as the kiosk runs.
public struct FeedFollower<Time: Clock<Duration>>: Sendable {
    /// Seconds that a poll may wait at the centre; below the usual 30 s of proxies.
    public static var wait: Int { 25 }
    public static var pageLimit: Int { 500 }

    private let central: any CentralSystem
    private let reader: FeedReader
    private let monitor: LinkMonitor
    private let clock: Time
    private let jitter: @Sendable () -> Double

    public init(
        central: any CentralSystem, reader: FeedReader, monitor: LinkMonitor, clock: Time = ContinuousClock(),
        jitter: @escaping @Sendable () -> Double = { Double.random(in: 0...1) }
    ) {
        self.central = central
        self.reader = reader
        self.monitor = monitor
        self.clock = clock
        self.jitter = jitter
    }

    /// Runs until the task is cancelled.
    public func run() async {
        var schedule = LinkSchedule()
        var progress = SyncProgress()
        var request = Request()
        while !Task.isCancelled {
            let outcome = await step(&request, &progress)
            let pause = schedule.pause(after: outcome, jitter: jitter())
            if pause > .zero { try? await clock.sleep(for: pause) }
        }
    }

    /// How the next page is asked for.
    private struct Request {
        /// The first poll does not wait, so that the link's state is known at once.
        var wait = 0
        var limit = FeedFollower.pageLimit
    }

    private func step(_ request: inout Request, _ progress: inout SyncProgress) async -> LinkSchedule.Outcome
    {
        let start = clock.now
        do {
            let place = try await reader.place()
            let page = try await central.feed(
                after: place.cursor, feed: place.feed, limit: request.limit, wait: request.wait)
            let next = try await reader.apply(page, place.cursor)
            let isBehind =
                page.more || page.remaining > 0 || next != FeedPlace(feed: page.feed, cursor: page.cursor)
            progress.take(applied: page.changes.count, remaining: page.remaining, isBehind: isBehind)
            monitor.report(progress.report)
            request.wait = isBehind ? 0 : Self.wait
            // A page that could not be applied (place unchanged) must not be asked for in a tight loop.
            return isBehind && next != place ? .more : .done(took: start.duration(to: clock.now))
        } catch let fault as LinkFault {
            if fault == .tooLarge { request.limit = max(1, request.limit / 2) }
            if fault != .cancelled { monitor.report(LinkReport(state: .offline)) }
            request.wait = 0
            return .failed
        } catch {
            // The store failed, not the link; it says so itself.
            return .failed
        }
    }
}

/// How much of what was behind is applied.
struct SyncProgress {
    private var applied: Int64 = 0
    private var remaining: Int64 = 0
    private var isBehind = false

    mutating func take(applied count: Int, remaining: Int64, isBehind: Bool) {
        // The first page of a synchronisation may also be its last: then there is nothing to show.
        applied = isBehind || self.isBehind ? applied + Int64(count) : 0
        self.remaining = remaining
        self.isBehind = isBehind
        if !isBehind { applied = 0 }
    }

    var report: LinkReport {
        guard isBehind else { return LinkReport(state: .online) }
        let total = applied + remaining
        // 100 % is said by being online.
        return LinkReport(state: .synchronising, percent: total > 0 ? min(99, Int(applied * 100 / total)) : 0)
    }
}
