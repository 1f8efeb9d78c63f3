import CentralContract
import CentralLink
import KioskCore
import KioskStore
import Logging
import LookupScreen
import Synchronization

/// The kiosk's side of the link: follows the feed into the ledger, hands the journal over, asks for dossiers.
final class LinkRoom: Sendable {
    private let central: CentralLink
    private let monitor = LinkMonitor()
    private let ledger: Ledger
    private let clock: any KioskClock
    private let logger: Logger
    private let pokes: AsyncStream<Void>
    private let poke: AsyncStream<Void>.Continuation
    /// When the cache was last known to be as the centre has it.
    private let current = Mutex<Timestamp?>(nil)

    init(_ settings: LinkSettings, ledger: Ledger, clock: any KioskClock, logger: Logger) throws(LinkFault) {
        central = try CentralLink(
            LinkConfiguration(
                address: settings.url, authorityPath: settings.authority,
                certificatePath: settings.certificate, keyPath: settings.key))
        self.ledger = ledger
        self.clock = clock
        self.logger = logger
        (pokes, poke) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    /// Whether the feed vouches for the cache right now.
    var isCurrent: Bool { monitor.current.state == .online }

    /// When the cache was last known to be as the centre has it; nothing since the kiosk started.
    var lastCurrent: Timestamp? { current.withLock { $0 } }

    /// Something was journaled.
    func pokeJournal() { poke.yield() }

    /// Asks the centre for a dossier that the cache lacks, and keeps what it says.
    func ask(for code: DossierCode) async -> LookupAnswer {
        do throws(LinkFault) {
            guard let facts = try await central.dossier(code) else { return .notFound }
            let now = clock.now().wall
            // A cache that cannot be written costs the next visitor a question, nothing more.
            try? await ledger.use(now: now) { store throws(StoreFault) in try store.remember(facts, at: now) }
            return .found(facts, asOf: nil)
        } catch {
            logger.notice("A lookup was not answered.", metadata: ["fault": "\(error)"])
            return .unavailable
        }
    }

    /// Works until cancelled.
    func run(reportingTo kiosk: Kiosk) async {
        let follower = FeedFollower(central: central, reader: reader(kiosk), monitor: monitor)
        let uploader = JournalUploader(
            central: central, source: source(kiosk), pokes: pokes, monitor: monitor)
        await withDiscardingTaskGroup { group in
            group.addTask { await follower.run() }
            group.addTask { await uploader.run() }
            group.addTask { [monitor] in
                for await report in monitor.reports {
                    await kiosk.take(report.state, percent: report.percent)
                }
            }
        }
        await central.shutdown()
    }

    private func reader(_ kiosk: Kiosk) -> FeedReader {
        FeedReader(
            place: { [ledger, clock] in
                try await ledger.use(now: clock.now().wall) { store throws(StoreFault) in
                    FeedPlace(try store.feedPosition())
                }
            },
            apply: { [self] page, after in
                let now = clock.now().wall
                let batch = FeedBatch(page, after: after)
                let place = try await ledger.use(now: now) { store throws(StoreFault) in
                    FeedPlace(try store.apply(batch, at: now))
                }
                if !page.more { current.withLock { $0 = now } }
                if let time = page.time { await compare(clock: now, with: time) }
                await kiosk.take(batch)
                return place
            })
    }

    /// The centre's clock decides whether ours is believed: then its day is the day of the numbers, also when
    /// ours was ahead before.
    private func compare(clock now: Timestamp, with centre: Timestamp) async {
        let isRight = abs(now.seconds(to: centre)) <= Self.clockTolerance
        await ledger.set(.clockWrong, !isRight)
        guard isRight else { return }
        try? await ledger.use(now: now) { store throws(StoreFault) in
            if try store.lastDay() > now.date.number { try store.believe(clock: now) }
        }
    }

    /// Seconds by which two clocks may differ; more than any answer takes on the way.
    private static let clockTolerance: Int64 = 120

    private func source(_ kiosk: Kiosk) -> JournalSource {
        JournalSource(
            pending: { [ledger, clock] limit in
                try await ledger.use(now: clock.now().wall) { store throws(StoreFault) in
                    try store.pending(limit: limit).map(JournalUpload.init)
                }
            },
            acknowledge: { [ledger, clock] journal, sequence in
                do {
                    try await ledger.use(now: clock.now().wall) { store throws(StoreFault) in
                        try store.acknowledge(journal, upTo: sequence)
                    }
                } catch StoreFault.journalForked {
                    // An old copy of the store was put back: what is pending goes on in a new journal.
                    try await ledger.use(now: clock.now().wall) { store throws(StoreFault) in
                        try store.beginNewJournal()
                    }
                }
                await kiosk.readHall()
            },
            restart: { [ledger, clock] in
                try await ledger.use(now: clock.now().wall) { store throws(StoreFault) in
                    try store.beginNewJournal()
                }
            })
    }
}

extension FeedPlace {
    fileprivate init(_ position: FeedPosition) { self.init(feed: position.feed, cursor: position.cursor) }
}

extension FeedBatch {
    fileprivate init(_ page: FeedPage, after: Int64) {
        self.init(
            feed: page.feed, after: after, cursor: page.cursor, isLatest: !page.more,
            changes: page.changes.map { Change(sequence: $0.sequence, item: FeedItem($0)) })
    }

    /// Whether the hall's screens may look different after it.
    var concernsHall: Bool {
        changes.contains {
            switch $0.item {
            case .field, .fieldGone, .ticket, .ticketGone, .dispenser, .dispenserGone: true
            case .dossier, .dossierGone, .procedure, .procedureGone: false
            }
        }
    }

    func facts(of code: DossierCode) -> DossierFacts? {
        for case .dossier(let facts) in changes.reversed().map(\.item) where facts.code == code {
            return facts
        }
        return nil
    }
}

extension FeedItem {
    fileprivate init(_ change: FeedChange) {
        if let dossier = change.dossier {
            self = .dossier(dossier)
        } else if let procedure = change.procedure {
            self = .procedure(procedure)
        } else if let field = change.field {
            self = .field(field)
        } else if let ticket = change.ticket {
            self = .ticket(ticket)
        } else if let dispenser = change.dispenser {
            self = .dispenser(dispenser)
        } else {
            switch change.kind {
            case .dossier: self = .dossierGone(DossierCode(canonical: change.key))
            case .procedure: self = .procedureGone(change.key)
            case .field: self = .fieldGone(change.key)
            case .ticket: self = .ticketGone(change.key)
            case .dispenser: self = .dispenserGone(change.key)
            }
        }
    }
}

extension JournalUpload {
    fileprivate init(_ pending: PendingJournal) {
        self.init(
            journal: pending.journal,
            entries: pending.entries.map {
                JournalRecord(
                    sequence: $0.sequence, event: $0.event, previousHash: $0.previousHash, hash: $0.hash)
            })
    }
}
