public import CentralContract
public import KioskCore

/// Where the pages of the feed go; after an error the follower requests the page again later.
public protocol FeedConsumer: Sendable {
    /// Where to go on reading.
    func position() async throws -> FeedPosition

    /// Applies a page that was requested after a cursor, and moves the position in the same transaction.
    ///
    /// - Returns: The new position.
    func apply(_ page: FeedPage, after cursor: Int64) async throws -> FeedPosition
}

/// Follows the feed by long polls, page after page, for as long as the kiosk runs.
public struct FeedFollower: Sendable {
    private let client: any CentralClient
    private let consumer: any FeedConsumer
    private let monitor: LinkMonitor
    private let clock: any KioskClock
    private let random: RandomSource

    public init(
        client: any CentralClient, consumer: any FeedConsumer, monitor: LinkMonitor, clock: any KioskClock,
        random: RandomSource
    ) {
        self.client = client
        self.consumer = consumer
        self.monitor = monitor
        self.clock = clock
        self.random = random
    }

    /// Runs until the task is cancelled.
    public func run() async {
        var schedule = RetrySchedule()
        var progress = SyncProgress()
        var request = Request()
        while !Task.isCancelled {
            let outcome = await step(&request, &progress)
            let delay = schedule.delay(after: outcome, jitter: random.fraction())
            if delay > .zero { try? await clock.sleep(for: delay) }
        }
    }

    /// The parameters of the next request.
    private struct Request {
        /// The first poll does not wait, so that the link's state is known at once.
        var wait = 0
        var limit = LinkLimits.pageLimit
    }

    private func step(
        _ request: inout Request, _ progress: inout SyncProgress
    ) async -> RetrySchedule.Outcome {
        let start = clock.now().uptime
        do {
            let position = try await consumer.position()
            let page = try await client.feed(
                after: position.cursor, feed: position.feed, limit: request.limit, wait: request.wait)
            let next = try await consumer.apply(page, after: position.cursor)
            let isBehind =
                page.more || page.remaining > 0 || next != FeedPosition(feed: page.feed, cursor: page.cursor)
            progress.record(applied: page.changes.count, remaining: page.remaining, isBehind: isBehind)
            monitor.report(progress.report)
            request.wait = isBehind ? 0 : LinkLimits.pollWait
            // A page that could not be applied (same position) must not be requested in a tight loop.
            return isBehind && next != position ? .more : .done(took: clock.now().uptime - start)
        } catch let fault as LinkFault {
            if fault == .tooLarge { request.limit = max(1, request.limit / 2) }
            if fault != .cancelled { monitor.report(LinkReport(state: .offline)) }
            request.wait = 0
            return .failed
        } catch {
            // The store failed, not the link; it reports that itself.
            return .failed
        }
    }
}

/// How much of a synchronisation is done.
struct SyncProgress {
    private var applied: Int64 = 0
    private var remaining: Int64 = 0
    private var isBehind = false

    mutating func record(applied count: Int, remaining: Int64, isBehind: Bool) {
        // The first page of a synchronisation may also be its last: then there is nothing to show.
        applied = isBehind || self.isBehind ? applied + Int64(count) : 0
        self.remaining = remaining
        self.isBehind = isBehind
        if !isBehind { applied = 0 }
    }

    var report: LinkReport {
        guard isBehind else { return LinkReport(state: .online) }
        let total = applied + remaining
        // 100 % is shown as online.
        return LinkReport(state: .synchronising, percent: total > 0 ? min(99, Int(applied * 100 / total)) : 0)
    }
}
