public import CentralLink
import DeviceTests
import Devices
import Drawing
public import KioskCore
import KioskFrame
import KioskServices
import KioskStore
public import Logging
import ScreenKit

/// One kiosk: it receives events of its devices, asks the frame and its features what to do, and shows their
/// screens.
///
/// Everything that happens comes in here, one thing at a time; every action that takes time goes out as work
/// to a child task of ``run()``, whose end comes back as the next event. Nothing slow happens on this actor.
public actor Kiosk {
    let configuration: KioskConfiguration
    let devices: KioskDevices
    let clock: any KioskClock
    let random: RandomSource
    let logger: Logger
    let services: KioskServices
    let central: CentralSync?
    let serviceEvents: AsyncStream<ServiceEvent>
    /// What child tasks have to do.
    let work: AsyncStream<Work>
    private let workQueue: AsyncStream<Work>.Continuation

    private(set) var frame: FrameMachine
    var state: AppState
    let deviceTests = DeviceTestReports()
    var watchers = EventOutlets()
    private(set) var panel: TouchPanelState
    private var calibrationNotices: Set<Notice> = []
    private var lastReport: DeviceReport?
    private let renderer: ScreenRenderer<FrameMachine.Intent>
    private var tracker: TouchTracker<FrameMachine.Intent>
    private var emblem = EmblemHold()
    private var armed: Duration?
    private var touchCount: UInt64 = 0
    private let touchPrefix: String

    /// - Parameter client: The client of the centre; `nil` for the one that the configuration describes.
    /// - Throws: When the screen's fonts or the link's keys cannot be loaded.
    public init(
        configuration: KioskConfiguration, devices: KioskDevices, clock: any KioskClock,
        random: RandomSource = RandomSource(), executors: KioskExecutors = KioskExecutors(),
        client: (any CentralClient)? = nil, logger: Logger
    ) throws {
        guard let role = RoleDefinition.all[configuration.role] else {
            throw UnknownRole(role: configuration.role)
        }
        self.configuration = configuration
        self.devices = devices
        self.clock = clock
        self.random = random
        self.logger = logger
        let ledger = Ledger(
            path: configuration.stateDirectory + "/kiosk.sqlite",
            identity: StoreIdentity(
                site: configuration.site.code, kiosk: configuration.kiosk, siteKey: configuration.siteKey),
            writer: executors.storeWriter, reader: executors.storeReader, random: random)
        let client = try client ?? configuration.link.map { try CentralHTTPClient($0) }
        central = client.map {
            CentralSync(client: $0, ledger: ledger, clock: clock, random: random, logger: logger)
        }
        let notifier: AsyncStream<ServiceEvent>.Continuation
        (serviceEvents, notifier) = AsyncStream.makeStream(of: ServiceEvent.self)
        services = KioskServices(
            kiosk: configuration.kiosk, site: configuration.site, calendar: configuration.calendar,
            times: configuration.times, clock: clock, random: random, ledger: ledger,
            slips: devices.printer.map {
                SlipPrinter(
                    printer: $0, head: devices.printerHead, executor: executors.slips,
                    draw: devices.drawSlip)
            },
            paper: devices.printer.map { _ in
                PaperMonitor(
                    facts: devices.roll, place: configuration.place, calendar: configuration.calendar,
                    ledger: ledger)
            },
            printerProfile: configuration.printer?.profile ?? .generic80, central: central, logger: logger,
            notify: { notifier.yield($0) })
        (work, workQueue) = AsyncStream.makeStream(of: Work.self)
        panel = TouchPanelState(
            picture: devices.display.size, pixelsPerMillimetre: configuration.screen.pixelsPerMillimetre,
            rotation: configuration.screen.display.rotation, calibration: configuration.screen.calibration,
            canCalibrate: devices.calibrate != nil)
        let calibration = CalibrationService(apply: devices.calibrate) {
            [logger, directory = configuration.stateDirectory] in
            let isKept = CalibrationFile(directory: directory).keep($0, logger)
            notifier.yield(.calibrationKept($0, isKept: isKept))
        }
        frame = FrameMachine(
            role.allFeatures(
                services, calibration: calibration, panel: panel, reports: deviceTests,
                admits: { [pin = configuration.technicianPIN] in pin.admits($0) }),
            times: configuration.times)
        if configuration.screen.isSavedCalibrationDamaged { calibrationNotices = [.calibrationDamaged] }
        state = AppState(
            site: configuration.site, kiosk: configuration.kiosk, version: KioskStatus.version,
            calendar: configuration.calendar, link: client == nil ? nil : .offline,
            printer: devices.printer == nil ? nil : .ready)
        state.hasPIN = configuration.technicianPIN != .closed
        renderer = ScreenRenderer(
            profile: Profile(
                size: devices.display.size, pixelsPerMillimetre: configuration.screen.pixelsPerMillimetre),
            fonts: try FontLibrary())
        tracker = TouchTracker(debounceInterval: configuration.times.debounceInterval)
        touchPrefix = String(random.next(), radix: 36)
        _ = frame.handle(.signal(.panel(panel)), now: clock.now())
    }

    // MARK: Events

    func handle(_ event: FrameMachine.Event) {
        let now = clock.now()
        handle(event, now: now)
        refresh(now: now)
    }

    private func handle(_ event: FrameMachine.Event, now: Moment) {
        for action in frame.handle(event, now: now) {
            let work = frame.perform(action) { [weak self] in await self?.handle(.feature($0)) }
            if let work { begin(work) }
        }
    }

    /// Has a child task of ``run()`` do something.
    nonisolated func begin(_ work: @escaping Work) { workQueue.yield(work) }

    /// A finger on the panel.
    ///
    /// Returns when the next frame is with the display.
    public func touched(_ touch: TouchEvent) {
        let now = clock.now()
        if touch.phase != .move { publish(touch) }
        if touch.phase == .down { handle(.touched, now: now) }
        if frame.followsFinger { handle(.signal(.finger(touch)), now: now) }
        if emblem.isHeld(after: touch, within: emblemBounds, now: now) {
            tracker.reset()
            return handle(.emblemHeld)
        }
        if let screen = renderer.screen,
            case .activated(let intent) = tracker.handle(touch, on: screen, at: now.uptime)
        {
            touchCount += 1
            return handle(.chosen(intent, touch: "\(configuration.kiosk)-\(touchPrefix)-\(touchCount)"))
        }
        refresh(now: now)
    }

    /// The bytes of a code.
    ///
    /// They are classified here and are gone when this returns.
    public func scanned(_ scan: Scan) {
        let classifier = PayloadClassifier(hosts: Set(configuration.site.allowedHosts))
        let payload = classifier.classify(scan.bytes, today: clock.now().wall.date)
        logger.debug("A code was scanned.", metadata: ["bytes": "\(scan.bytes.count)"])
        let facts = ScanFacts(
            kind: payload.kind, symbology: scan.symbology, length: scan.bytes.count, scanner: scan.scanner)
        publish(.scan(code: facts))
        let content = frame.readsScanContent ? String(decoding: scan.bytes, as: UTF8.self) : nil
        handle(.signal(.scanned(ScanReading(payload: payload, facts: facts, content: content))))
    }

    func scannerChanged(_ condition: ScannerCondition) {
        guard state.scanner != condition else { return }
        logger.notice("The scanner's condition changed.", metadata: ["condition": "\(condition.rawValue)"])
        publish(.scanner(condition: condition))
        update { $0.scanner = condition }
    }

    func printerChanged(_ condition: PrinterCondition) {
        // Also the first one, which says nothing new to visitors: the roll's account begins with it.
        services.paper?.enter(.condition(condition))
        guard state.printer != condition else { return }
        logger.notice("The printer's condition changed.", metadata: ["condition": "\(condition.rawValue)"])
        state.printer = condition
        publish(.printer(condition: condition))
        handle(.signal(.printer(condition)))
    }

    func paperForecast(_ forecast: PaperForecast) { update { $0.paper = forecast } }

    /// Something happened on the link to the centre.
    func handle(_ event: CentralSync.Event) async {
        switch event {
        case .report(let report): linkChanged(report.state, percent: report.percent)
        case .applied(let dossiers, let concernsHall):
            if !dossiers.isEmpty { handle(.signal(.dossiersChanged(dossiers))) }
            if concernsHall { await readHall() }
        case .acknowledged: await readHall()
        }
    }

    private func linkChanged(_ link: LinkState, percent: Int?) {
        guard state.link != link || state.syncPercent != percent else { return }
        if state.link != link {
            logger.notice("The link's state changed.", metadata: ["state": "\(link.rawValue)"])
            publish(.link(state: link))
        }
        update {
            $0.link = link
            $0.syncPercent = percent
        }
    }

    func hallRead(_ snapshot: HallSnapshot, notices: Set<LedgerNotice>) {
        update {
            $0.store = .open
            $0.hall = Hall(
                fields: snapshot.fields, waiting: snapshot.waiting, waits: snapshot.waits,
                serving: snapshot.serving.map { CalledNumber(number: $0.number, counter: $0.counter) },
                dispensers: snapshot.dispensers)
            $0.tickets = TicketTotals(
                issued: snapshot.tickets.issuedEver, confirmed: snapshot.tickets.confirmedKept,
                failed: snapshot.tickets.failedKept)
            $0.journal = JournalTotals(
                pending: snapshot.journal.pending, acknowledged: snapshot.journal.acknowledged)
            $0.isDiskFull = notices.contains(.diskFull)
            let shown = Set(notices.map(Notice.init)).union(calibrationNotices)
            $0.notices = Notice.allCases.filter { shown.contains($0) }
        }
    }

    func storeFailed() { update { $0.store = .failed } }

    /// Something was plugged or pulled, or is not as it was.
    func devicesChanged(_ report: DeviceReport) {
        defer { lastReport = report }
        touchPanelChanged(report.touch)
        guard let lastReport else { return }
        for change in report.changes(since: lastReport) {
            logger.notice(
                "A device changed.", metadata: ["device": "\(change.name)", "state": "\(change.state)"])
            publish(.device(change: change))
        }
    }

    /// Whether changes of devices can be published from here on.
    var hasDeviceReport: Bool { lastReport != nil }

    private func touchPanelChanged(_ condition: TouchCondition) {
        guard state.touch != condition else { return }
        logger.notice(
            "The touch panels' condition changed.", metadata: ["condition": "\(condition.rawValue)"])
        update { $0.touch = condition }
    }

    func handle(_ event: ServiceEvent) async {
        switch event {
        case .hallChanged: await readHall()
        case .printed(let outcome, let condition): publish(.print(outcome: outcome, condition: condition))
        case .calibrationKept(let calibration, let isKept):
            panel.calibration = calibration
            calibrationNotices = isKept ? [] : [.calibrationUnkept]
            state.notices.removeAll { $0 == .calibrationDamaged || $0 == .calibrationUnkept }
            state.notices += calibrationNotices
            handle(.signal(.panel(panel)))
        }
    }

    /// A time that was asked for has come.
    func wake(armedAt time: Duration) {
        if armed == time { armed = nil }
        if state.isDiskFull { begin { await self.readHall() } }
        handle(.tick)
    }

    // MARK: The screen

    private func update(_ change: (inout AppState) -> Void) {
        change(&state)
        refresh(now: clock.now())
    }

    private var emblemBounds: PixelRect {
        let side = Int(176 * configuration.screen.pixelsPerMillimetre / 4)
        return PixelRect(x: 0, y: 0, width: side, height: side)
    }

    /// Shows what holds now: lays out, paints the damage, hands it to the display, and arms the next tick.
    func refresh(now: Moment) {
        state.openness =
            configuration.calendar.isOpen(at: now.wall)
            ? .open : .closed(until: configuration.calendar.nextSession(after: now.wall)?.opensAt)
        state.alternative = state.nearestDispenser(in: configuration.neighbours)
        let visit = frame.visit
        renderer.profile.theme = visit.theme
        renderer.profile.textScale = visit.textScale
        renderer.profile.lowScreen = visit.lowScreen
        let page = FrameScreens(state: state, frame: frame, now: now).page
        let before = renderer.screen?.name
        let damage = renderer.show(page, pressed: tracker.pressed)
        if let name = renderer.screen?.name, name != before { publish(.screen(name: name)) }
        arm(now: now)
        guard !damage.isEmpty else { return }
        do throws(DisplayFault) {
            try devices.display.present(renderer.bitmap, damage: damage)
        } catch {
            logger.error("The display took no picture.", metadata: ["fault": "\(error)"])
        }
    }

    /// Wakes for the next tick of the frame, and for the next minute of the clock on the screen.
    private func arm(now: Moment) {
        let minute = now.uptime + .milliseconds(60_000 - Int64(now.wall.millisecondsOfDay % 60_000))
        let next = min(frame.nextTick(now: now) ?? minute, minute)
        if let armed, armed <= next, armed > now.uptime { return }
        armed = next
        begin { await self.sleep(until: next) }
    }

    // MARK: Questions

    public func status() -> KioskStatus {
        let now = clock.now()
        return KioskStatus(
            kiosk: configuration.kiosk, role: configuration.role, version: KioskStatus.version,
            screen: renderer.screen?.name ?? "", link: state.link, printer: state.printer,
            paper: state.paper, scanner: state.scanner, touch: state.touch,
            tickets: state.tickets, journal: state.journal, clock: now.wall.iso8601,
            uptimeSeconds: Int(now.uptime.components.seconds), notices: state.notices.map(\.rawValue))
    }

    /// What is shown, node by node; `nil` before the first picture.
    public func screen() -> ScreenDescription? {
        renderer.screen.map { ScreenDescription($0, mode: frame.visit.mode) }
    }

    /// The picture as it was handed to the display.
    public func picture() -> Bitmap { renderer.bitmap }
}

extension Notice {
    init(_ notice: LedgerNotice) {
        switch notice {
        case .diskFull: self = .storeFull
        case .storeReplaced: self = .storeReplaced
        case .numbersUncertain: self = .numbersUncertain
        case .journalLost: self = .journalLost
        case .clockWrong: self = .clockWrong
        }
    }
}

/// A configuration names a role that this program does not have.
struct UnknownRole: Error { var role: KioskRole }
