public import KioskCore
internal import Synchronization

/// The state of the link, and the progress of a long synchronisation (requirement V-01).
public struct LinkReport: Hashable, Sendable {
    public var state: LinkState
    /// 0 to 100; `nil` unless synchronising.
    public var percent: Int?

    public init(state: LinkState, percent: Int? = nil) {
        self.state = state
        self.percent = percent
    }
}

/// Combines what follower and uploader notice into one state; a single reader receives its changes.
public final class LinkMonitor: Sendable {
    /// The newest report; older ones that nobody read are dropped.
    public let reports: AsyncStream<LinkReport>
    private let continuation: AsyncStream<LinkReport>.Continuation
    private let last = Mutex<LinkReport?>(nil)

    public init() {
        (reports, continuation) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    deinit { continuation.finish() }

    /// The newest report; offline before the first.
    public var current: LinkReport { last.withLock { $0 } ?? LinkReport(state: .offline) }

    func report(_ report: LinkReport) {
        last.withLock { last in
            guard last != report else { return }
            last = report
            continuation.yield(report)
        }
    }
}
