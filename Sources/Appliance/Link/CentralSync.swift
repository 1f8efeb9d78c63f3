import CentralContract
import CentralLink
import KioskCore
import KioskServices
import KioskStore
import Logging
import Synchronization

/// The kiosk's side of the link: follows the feed into the ledger, uploads the journal, looks up dossiers.
final class CentralSync: CentralAccess {
    /// What happened on the link.
    enum Event: Sendable {
        case report(LinkReport)
        /// A page of the feed is in the store: the dossiers that changed, and whether the hall's screens may
        /// look different.
        case applied(dossiers: Set<DossierCode>, concernsHall: Bool)
        /// The centre acknowledged journal entries.
        case acknowledged
    }

    private let client: any CentralClient
    private let monitor = LinkMonitor()
    private let ledger: Ledger
    private let clock: any KioskClock
    private let random: RandomSource
    private let logger: Logger
    private let uploadRequests: AsyncStream<Void>
    private let uploadRequest: AsyncStream<Void>.Continuation
    private let synchronisedAt = Mutex<Timestamp?>(nil)

    init(
        client: any CentralClient, ledger: Ledger, clock: any KioskClock,
        random: RandomSource = RandomSource(), logger: Logger
    ) {
        self.client = client
        self.ledger = ledger
        self.clock = clock
        self.random = random
        self.logger = logger
        (uploadRequests, uploadRequest) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    /// Whether the cache is as the centre has it right now.
    var isCurrent: Bool { monitor.current.state == .online }

    /// When the cache was last as the centre has it; `nil` if it was not since the kiosk started.
    var lastCurrent: Timestamp? { synchronisedAt.withLock { $0 } }

    /// Uploads what is in the journal, as soon as the link allows.
    func requestUpload() { uploadRequest.yield() }

    /// Asks the centre for a dossier that the cache lacks, and keeps it in the cache.
    func dossier(_ code: DossierCode) async -> DossierAnswer {
        do throws(LinkFault) {
            guard let facts = try await client.dossier(code) else { return .notFound }
            let now = clock.now().wall
            // If the cache cannot be written, the next lookup asks again, nothing more.
            try? await ledger.write(now: now) { store throws(StoreFault) in try store.remember(facts, at: now)
            }
            return .found(facts)
        } catch {
            logger.notice("A lookup failed.", metadata: ["fault": "\(error)"])
            return .unavailable
        }
    }

    /// Works until cancelled, then shuts the client down.
    func run(_ receive: @escaping @Sendable (Event) async -> Void) async {
        let follower = FeedFollower(
            client: client, consumer: LedgerFeed(sync: self, receive: receive), monitor: monitor,
            clock: clock, random: random)
        let uploader = JournalUploader(
            client: client, source: LedgerJournal(sync: self, receive: receive), requests: uploadRequests,
            monitor: monitor, clock: clock, random: random)
        await withDiscardingTaskGroup { group in
            group.addTask { await follower.run() }
            group.addTask { await uploader.run() }
            group.addTask { [monitor] in
                for await report in monitor.reports { await receive(.report(report)) }
            }
        }
        await client.shutdown()
    }

    /// Applies pages of the feed to the ledger.
    private struct LedgerFeed: FeedConsumer {
        let sync: CentralSync
        let receive: @Sendable (Event) async -> Void

        func position() async throws -> FeedPosition {
            try await sync.ledger.read(now: sync.clock.now().wall) { store throws(StoreFault) in
                try store.feedPosition()
            }
        }

        func apply(_ page: FeedPage, after cursor: Int64) async throws -> FeedPosition {
            let now = sync.clock.now().wall
            let position = try await sync.ledger.write(now: now) { store throws(StoreFault) in
                try store.apply(page, after: cursor, at: now)
            }
            if !page.more { sync.synchronisedAt.withLock { $0 = now } }
            if let time = page.time { try? await sync.ledger.compareClock(now, withCentre: time) }
            await receive(.applied(dossiers: page.dossiers, concernsHall: page.concernsHall))
            return position
        }
    }

    /// Uploads from the ledger's journal.
    private struct LedgerJournal: JournalSource {
        let sync: CentralSync
        let receive: @Sendable (Event) async -> Void

        func pending(limit: Int) async throws -> JournalUpload? {
            try await sync.ledger.read(now: sync.clock.now().wall) { store throws(StoreFault) in
                try store.pending(limit: limit)
            }
        }

        func acknowledge(_ journal: String, upTo sequence: Int64) async throws {
            do {
                try await sync.ledger.write(now: sync.clock.now().wall) { store throws(StoreFault) in
                    try store.acknowledge(journal, upTo: sequence)
                }
            } catch let fault where fault == .journalForked {
                // An old copy of the store was put back: what is pending continues in a new journal.
                try await beginNewJournal()
            }
            await receive(.acknowledged)
        }

        func beginNewJournal() async throws {
            try await sync.ledger.write(now: sync.clock.now().wall) { store throws(StoreFault) in
                try store.beginNewJournal()
            }
        }
    }
}

extension FeedPage {
    /// Whether the queue's screens may look different after it.
    var concernsHall: Bool {
        changes.contains {
            switch $0.kind {
            case .field, .ticket, .dispenser: true
            case .dossier, .procedure: false
            }
        }
    }

    var dossiers: Set<DossierCode> {
        Set(changes.compactMap { $0.dossier?.code })
    }
}
