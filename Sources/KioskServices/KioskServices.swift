public import Devices
public import KioskCore
public import KioskStore
public import Logging

/// What the actions of features are carried out with: the store, slips, the centre, the clock.
public struct KioskServices: Sendable {
    /// The kiosk's own id.
    public let kiosk: String
    public let site: SiteProfile
    public let calendar: WorkingCalendar
    public let times: SessionTimes
    public let clock: any KioskClock
    public let random: RandomSource
    public let ledger: Ledger
    /// `nil` if the kiosk prints no slips.
    public let slips: SlipPrinter?
    public let paper: PaperMonitor?
    public let printerProfile: PrinterProfile
    /// `nil` if the kiosk stands alone.
    public let central: (any CentralAccess)?
    public let logger: Logger
    /// Receives what concerns the whole kiosk.
    public let notify: @Sendable (ServiceEvent) -> Void

    public init(
        kiosk: String, site: SiteProfile, calendar: WorkingCalendar, times: SessionTimes,
        clock: any KioskClock, random: RandomSource, ledger: Ledger, slips: SlipPrinter? = nil,
        paper: PaperMonitor? = nil, printerProfile: PrinterProfile = .generic80,
        central: (any CentralAccess)? = nil, logger: Logger,
        notify: @escaping @Sendable (ServiceEvent) -> Void = { _ in }
    ) {
        self.kiosk = kiosk
        self.site = site
        self.calendar = calendar
        self.times = times
        self.clock = clock
        self.random = random
        self.ledger = ledger
        self.slips = slips
        self.paper = paper
        self.printerProfile = printerProfile
        self.central = central
        self.logger = logger
        self.notify = notify
    }
}

/// What an action changed for the whole kiosk.
public enum ServiceEvent: Hashable, Sendable {
    /// The store holds something that screens show.
    case hallChanged
    /// A print ended; `condition` is what kept the slip from coming out.
    case printed(outcome: String, condition: String?)
    /// A calibration was kept on disk, or could not be.
    case calibrationKept(Calibration, isKept: Bool)
}

/// The central system, as features see it.
public protocol CentralAccess: Sendable {
    /// Whether the feed keeps the cache as the centre has it right now.
    var isCurrent: Bool { get }
    /// When the cache was last known to be as the centre has it; `nil` if never since the kiosk started.
    var lastCurrent: Timestamp? { get }
    /// Asks the centre for a dossier, and keeps the answer in the cache.
    func dossier(_ code: DossierCode) async -> DossierAnswer
    /// Something was journaled.
    func requestUpload()
}

/// The centre's answer about a dossier.
public enum DossierAnswer: Hashable, Sendable {
    case found(DossierFacts)
    /// The central system has no such dossier.
    case notFound
    /// Nobody could be asked.
    case unavailable
}

extension KioskServices {
    /// Writes to the store something whose failure the visitor need not know; a failure is logged.
    public func write(
        _ work: @escaping @Sendable (KioskStore, Timestamp) throws(StoreFault) -> Void
    ) async {
        let now = clock.now().wall
        do throws(StoreFault) {
            try await ledger.write(now: now) { store throws(StoreFault) in try work(store, now) }
        } catch {
            logger.error("The store refused a record.", metadata: ["fault": "\(error)"])
        }
    }

    /// Writes something that happened into the journal.
    public func record(
        _ kind: JournalEvent.Kind, outcome: String? = nil, dispenser: DispenserReport? = nil
    ) async {
        await write { store, now throws(StoreFault) in
            try store.record(kind, at: now, outcome: outcome, dispenser: dispenser)
        }
        journalChanged()
    }

    /// Has the journal uploaded and the screens brought up to date.
    public func journalChanged() {
        central?.requestUpload()
        notify(.hallChanged)
    }

    /// Logs a failure that was also shown to a person.
    public func log(_ message: String, _ fault: StoreFault) {
        logger.error("\(message)", metadata: ["fault": "\(fault)"])
    }

    /// Adds a slip that came out to the account of the roll.
    public func account(for slip: DotBitmap) async {
        await account(for: .printed(printerProfile.paperUsed(by: slip)))
    }

    /// Adds what happened to the paper to the account of the roll, and tells the centre what it would want to
    /// know.
    public func account(for event: PaperMonitor.Event) async {
        guard let paper, !paper.enter(event) else { return }
        // The kiosk stops: nobody reads the queue of events any more.
        if let report = await paper.handle(event, now: clock.now().wall)?.report {
            await record(.dispenser, dispenser: report)
        }
    }
}
