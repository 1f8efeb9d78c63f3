public import CentralContract
public import KioskCore

/// Where the journal's entries come from; after an error the uploader tries again later.
public protocol JournalSource: Sendable {
    /// The oldest entries that the centre has not acknowledged; `nil` if there are none.
    func pending(limit: Int) async throws -> JournalUpload?

    /// The centre holds everything of this journal up to and including the sequence.
    func acknowledge(_ journal: String, upTo sequence: Int64) async throws

    /// The centre holds other entries under these numbers (an old copy of the store was put back), so what is
    /// pending has to continue in a new journal.
    func beginNewJournal() async throws
}

/// Uploads the journal until everything is acknowledged, then sleeps until an upload is requested.
public struct JournalUploader: Sendable {
    private let client: any CentralClient
    private let source: any JournalSource
    private let requests: AsyncStream<Void>
    private let monitor: LinkMonitor
    private let clock: any KioskClock
    private let random: RandomSource

    /// - Parameter requests: One element whenever something was journaled; make it with
    ///   `.bufferingNewest(1)`.
    public init(
        client: any CentralClient, source: any JournalSource, requests: AsyncStream<Void>,
        monitor: LinkMonitor, clock: any KioskClock, random: RandomSource
    ) {
        self.client = client
        self.source = source
        self.requests = requests
        self.monitor = monitor
        self.clock = clock
        self.random = random
    }

    /// Runs until the task is cancelled or the requests end.
    public func run() async {
        await drain()
        for await _ in requests { await drain() }
    }

    /// Uploads until nothing is pending.
    private func drain() async {
        var schedule = RetrySchedule()
        while !Task.isCancelled {
            let outcome = await step()
            if case .done = outcome { return }
            let delay = schedule.delay(after: outcome, jitter: random.fraction())
            if delay > .zero { try? await clock.sleep(for: delay) }
        }
    }

    private func step() async -> RetrySchedule.Outcome {
        do {
            guard let upload = try await source.pending(limit: LinkLimits.uploadLimit),
                let first = upload.entries.first
            else { return .done(took: .zero) }
            let receipt = try await client.upload(upload)
            try await source.acknowledge(upload.journal, upTo: receipt.acknowledged)
            return receipt.acknowledged >= first.sequence ? .more : .failed
        } catch LinkFault.serverProblem(let problem) where problem.status == 409 {
            // Even when it helps, not at once: two sides that disagree must not do so in a tight loop.
            try? await source.beginNewJournal()
            return .failed
        } catch let fault as LinkFault {
            if fault == .unreachable || fault == .timedOut { monitor.report(LinkReport(state: .offline)) }
            return .failed
        } catch {
            // The store failed, not the link; it reports that itself.
            return .failed
        }
    }
}
