public import CentralContract
internal import KioskCore

/// What the uploader needs of the store; an error makes it try again later.
public struct JournalSource: Sendable {
    var pending: @Sendable (_ limit: Int) async throws -> JournalUpload?
    var acknowledge: @Sendable (_ journal: String, _ upTo: Int64) async throws -> Void
    var restart: @Sendable () async throws -> Void

    /// - Parameters:
    ///   - pending: the oldest entries the centre has not acknowledged.
    ///   - acknowledge: the centre holds everything of that journal up to the sequence.
    ///   - restart: the centre holds other entries under these numbers (an old copy of the store was put
    ///     back), so what is pending must go on in a new journal.
    public init(
        pending: @escaping @Sendable (_ limit: Int) async throws -> JournalUpload?,
        acknowledge: @escaping @Sendable (_ journal: String, _ upTo: Int64) async throws -> Void,
        restart: @escaping @Sendable () async throws -> Void
    ) {
        self.pending = pending
        self.acknowledge = acknowledge
        self.restart = restart
    }
}

/// Hands the journal to the centre until everything is acknowledged, then sleeps until it is poked.
public struct JournalUploader<Time: Clock<Duration>>: Sendable {
    /// Entries a call.
    public static var batch: Int { 200 }

    private let central: any CentralSystem
    private let source: JournalSource
    private let pokes: AsyncStream<Void>
    private let monitor: LinkMonitor
    private let clock: Time
    private let jitter: @Sendable () -> Double

    /// - Parameter pokes: says that something was journaled; make it with `.bufferingNewest(1)`.
    public init(
        central: any CentralSystem, source: JournalSource, pokes: AsyncStream<Void>, monitor: LinkMonitor,
        clock: Time = ContinuousClock(),
        jitter: @escaping @Sendable () -> Double = { Double.random(in: 0...1) }
    ) {
        self.central = central
        self.source = source
        self.pokes = pokes
        self.monitor = monitor
        self.clock = clock
        self.jitter = jitter
    }

    /// Runs until the task is cancelled or the pokes end.
    public func run() async {
        await drain()
        for await _ in pokes { await drain() }
    }

    /// Sends until nothing is pending.
    private func drain() async {
        var schedule = LinkSchedule()
        while !Task.isCancelled {
            let outcome = await step()
            if case .done = outcome { return }
            let pause = schedule.pause(after: outcome, jitter: jitter())
            if pause > .zero { try? await clock.sleep(for: pause) }
        }
    }

    private func step() async -> LinkSchedule.Outcome {
        do {
            guard let upload = try await source.pending(Self.batch), let first = upload.entries.first else {
                return .done(took: .zero)
            }
            let receipt = try await central.upload(upload)
            try await source.acknowledge(upload.journal, receipt.acknowledged)
            return receipt.acknowledged >= first.sequence ? .more : .failed
        } catch LinkFault.serverProblem(let problem) where problem.status == 409 {
            // Even when it helps, not at once: two who disagree must not argue in a tight loop.
            try? await source.restart()
            return .failed
        } catch let fault as LinkFault {
            if fault == .unreachable || fault == .timedOut { monitor.report(LinkReport(state: .offline)) }
            return .failed
        } catch {
            // The store failed, not the link; it says so itself.
            return .failed
        }
    }
}
