public import CentralLink
import Devices
import Drawing
public import KioskCore
import KioskStore
public import Logging
import LookupScreen
import QueueTicket
import ScreenKit

/// One kiosk: it hears its devices, asks the machines what to do, shows their screens, and has their actions
/// carried out.
///
/// Everything that happens comes in through ``take(_:)`` and friends, one thing at a time; every action goes
/// out to a child task of ``run()``, whose end comes back as the next event. Nothing slow happens here.
public actor Kiosk {
    let configuration: KioskConfiguration
    let devices: KioskDevices
    let clock: any KioskClock
    let random: RandomSource
    let logger: Logger
    let ledger: Ledger
    let press: SlipRoom?
    let paper: PaperRoom?
    let link: CentralSync?
    let work: AsyncStream<Work>
    let workload: AsyncStream<Work>.Continuation

    var machine: KioskMachine
    private var around: Surroundings
    /// Who is told what happens, and the test that has the screen.
    var watchers = EventOutlets()
    var running: RunningTest?
    private var calibrationNotices: Set<Notice> = []
    private var lastReport: DeviceReport?
    /// Whether changes can be told from here on.
    var hasReport: Bool { lastReport != nil }
    private let renderer: ScreenRenderer<KioskMachine.Intent>
    private var tracker: TouchTracker<KioskMachine.Intent>
    private var emblem = EmblemHold()
    private var armed: Duration?
    private var touchCount: UInt64 = 0
    private let touchPrefix: String

    /// Something for a child task to do.
    enum Work: Sendable {
        case carryOut(KioskMachine.Action)
        case wake(at: Duration)
        case readHall
        case printTestSlip
        /// Whoever watched or asked for a test went away.
        case unwatch(UInt64)
        case endTest(UInt64)
    }

    /// - Parameter central: The client of the centre; `nil` for the one that the configuration describes.
    public init(
        configuration: KioskConfiguration, devices: KioskDevices, clock: any KioskClock,
        random: RandomSource = RandomSource(), executors: KioskExecutors = KioskExecutors(), logger: Logger,
        central: (any CentralClient)? = nil
    ) throws {
        let ledger = Ledger(
            path: configuration.stateDirectory + "/kiosk.sqlite",
            identity: StoreIdentity(
                site: configuration.site.code, kiosk: configuration.kiosk, siteKey: configuration.siteKey),
            writer: executors.storeWriter, reader: executors.storeReader, random: random)
        self.configuration = configuration
        self.devices = devices
        self.clock = clock
        self.random = random
        self.logger = logger
        self.ledger = ledger
        press = devices.printer.map {
            SlipRoom(printer: $0, head: devices.printerHead, executor: executors.slips) {
                if let make = devices.slipRenderer { return make() }
                guard let fonts = try? FontLibrary() else { return nil }
                return SlipPress(
                    site: configuration.site, cutOffHour: configuration.calendar.cutOff.hour,
                    head: devices.printerHead, fonts: fonts)
            }
        }
        paper = devices.printer.map { _ in
            PaperRoom(
                facts: devices.roll, place: configuration.place, calendar: configuration.calendar,
                ledger: ledger)
        }
        let client = try central ?? configuration.link.map { try CentralHTTPClient(LinkConfiguration($0)) }
        link = client.map {
            CentralSync(
                client: $0, ledger: ledger, clock: clock, random: random, logger: logger)
        }
        (work, workload) = AsyncStream.makeStream(of: Work.self)
        machine = KioskMachine(
            role: configuration.role, agencyPrefix: configuration.site.agencyPrefix,
            times: configuration.times)
        machine.panel = CalibrationMachine.Panel(
            picture: devices.display.size, rotation: configuration.screen.display.rotation,
            calibration: configuration.screen.calibration)
        machine.pixelsPerMillimetre = configuration.screen.pixelsPerMillimetre
        machine.canCalibrate = devices.calibrate != nil
        if configuration.screen.isSavedCalibrationDamaged { calibrationNotices = [.calibrationDamaged] }
        around = Surroundings(
            site: configuration.site, kiosk: configuration.kiosk, hall: Hall(),
            calendar: configuration.calendar,
            link: client == nil ? nil : .offline, printer: devices.printer == nil ? nil : .ready,
            hasPIN: configuration.technicianPIN != .closed)
        renderer = ScreenRenderer(
            profile: Profile(
                size: devices.display.size, pixelsPerMillimetre: configuration.screen.pixelsPerMillimetre),
            fonts: try FontLibrary())
        tracker = TouchTracker(debounceInterval: configuration.times.debounceInterval)
        touchPrefix = String(random.next(), radix: 36)
    }

    // MARK: What comes in

    func take(_ event: KioskMachine.Event) {
        let now = clock.now()
        handle(event, now: now)
        refresh(now: now)
    }

    private func handle(_ event: KioskMachine.Event, now: Moment) {
        for action in machine.handle(event, now: now) {
            switch action {
            case .report(let event): report(event)
            case .calibration(.use(let calibration)): devices.calibrate?(calibration)
            case .calibration(.keep(let calibration)):
                devices.calibrate?(calibration)
                workload.yield(.carryOut(action))
            case .dispenser, .lookup, .checkPIN, .rollReplaced, .calibration(.ended):
                workload.yield(.carryOut(action))
            }
        }
    }

    /// A finger on the panel.
    ///
    /// Returns when the next frame is with the display.
    public func take(_ touch: TouchEvent) {
        let now = clock.now()
        if touch.phase != .move { tell(touch) }
        if touch.phase == .down { handle(.touched, now: now) }
        if machine.followsFinger { handle(.finger(touch), now: now) }
        if emblem.isHeld(after: touch, within: emblemBounds, now: now) {
            tracker.reset()
            return take(.emblemHeld)
        }
        if let screen = renderer.screen,
            case .activated(let intent) = tracker.handle(touch, on: screen, at: now.uptime)
        {
            touchCount += 1
            return take(.chosen(intent, touch: "\(configuration.kiosk)-\(touchPrefix)-\(touchCount)"))
        }
        refresh(now: now)
    }

    /// The bytes of a code.
    ///
    /// They are classified here and are gone when this returns.
    public func take(_ scan: Scan) {
        let classifier = PayloadClassifier(hosts: Set(configuration.site.allowedHosts))
        let payload = classifier.classify(scan.bytes, today: clock.now().wall.date)
        logger.debug("A code was scanned.", metadata: ["bytes": "\(scan.bytes.count)"])
        let facts = ScanFacts(
            kind: payload.kind, symbology: scan.symbology, length: scan.bytes.count, scanner: scan.scanner)
        tell(.scan(code: facts))
        guard running?.test == .scanner else { return take(.scanned(payload)) }
        let content = running?.showsContent == true ? String(decoding: scan.bytes, as: UTF8.self) : nil
        report(.scanned(code: facts, content: content))
        take(.test(.scanned))
    }

    public func take(_ condition: ScannerCondition) {
        guard around.scanner != condition else { return }
        logger.notice("The scanner's condition changed.", metadata: ["condition": "\(condition.rawValue)"])
        around.scanner = condition
        tell(.scanner(condition: condition))
        refresh(now: clock.now())
    }

    func take(_ condition: PrinterCondition) {
        // Also the first one, which says nothing new to visitors: the roll's account begins with it.
        paper?.enter(.condition(condition))
        guard around.printer != condition else { return }
        logger.notice("The printer's condition changed.", metadata: ["condition": "\(condition.rawValue)"])
        around.printer = condition
        around.hall.printer = condition
        tell(.printer(condition: condition))
        take(.dispenser(.printer(condition)))
    }

    func take(_ forecast: PaperForecast) {
        around.paper = forecast
        around.hall.paperEndsAt = forecast.endsAt
        refresh(now: clock.now())
    }

    /// Something happened on the link to the centre.
    func receive(_ event: CentralSync.Event) async {
        switch event {
        case .report(let report): take(report.state, percent: report.percent)
        case .applied(let batch): take(batch)
        case .acknowledged: await readHall()
        }
    }

    private func take(_ state: LinkState, percent: Int?) {
        guard around.link != state || around.syncPercent != percent else { return }
        if around.link != state {
            logger.notice("The link's state changed.", metadata: ["state": "\(state.rawValue)"])
            tell(.link(state: state))
        }
        around.link = state
        around.syncPercent = percent
        refresh(now: clock.now())
    }

    func take(_ reading: HallSnapshot, notices ledgerNotices: Set<LedgerNotice>) {
        let notices = Set(ledgerNotices.map(Notice.init))
        around.hasStore = true
        around.hall.fields = reading.fields
        around.hall.waiting = reading.waiting
        around.hall.waits = reading.waits
        around.hall.serving = reading.serving.map { Hall.Serving(number: $0.number, counter: $0.counter) }
        around.serving = Dictionary(reading.serving.map { ($0.counter, $0.number) }) { first, _ in first }
        around.tickets = KioskStatus.Tickets(
            issued: reading.tickets.issuedEver, confirmed: reading.tickets.confirmedKept,
            failed: reading.tickets.failedKept)
        around.journal = KioskStatus.Journal(
            pending: reading.journal.pending, acknowledged: reading.journal.acknowledged)
        around.notices = Notice.allCases.filter { notices.contains($0) || calibrationNotices.contains($0) }
        around.hall.isFull = notices.contains(.storeFull)
        around.dispensers = reading.dispensers
        refresh(now: clock.now())
    }

    /// The feed brought something; whoever reads a dossier sees its news at once.
    private func take(_ batch: FeedBatch) {
        if let code = dossierShown, let facts = batch.facts(of: code) {
            take(.lookup(.answered(code, .found(facts, asOf: nil))))
        }
        if batch.concernsHall { workload.yield(.readHall) }
    }

    /// Something was plugged or pulled, or is not as it was.
    func take(_ report: DeviceReport) {
        defer { lastReport = report }
        take(report.touch)
        guard let lastReport else { return }
        for change in report.changes(since: lastReport) {
            logger.notice(
                "A device changed.", metadata: ["device": "\(change.name)", "state": "\(change.state)"])
            tell(.device(change: change))
        }
    }

    private func take(_ condition: TouchCondition) {
        guard around.touch != condition else { return }
        logger.notice(
            "The touch panels' condition changed.", metadata: ["condition": "\(condition.rawValue)"])
        around.touch = condition
        refresh(now: clock.now())
    }

    /// A calibration was kept, or could not be.
    func takeKept(_ isKept: Bool) {
        calibrationNotices = isKept ? [] : [.calibrationUnkept]
        around.notices.removeAll { $0 == .calibrationDamaged || $0 == .calibrationUnkept }
        around.notices += calibrationNotices
        refresh(now: clock.now())
    }

    func takeStoreLoss() {
        around.hasStore = false
        refresh(now: clock.now())
    }

    /// The dossier that is being read, so that news of it reaches the screen.
    private var dossierShown: DossierCode? {
        if machine.front == .lookup, case .dossier(let facts, _, _) = machine.lookup.state {
            facts.code
        } else {
            nil
        }
    }

    /// A time that was asked for has come.
    func wake(armedAt time: Duration) {
        if armed == time { armed = nil }
        if around.hall.isFull { workload.yield(.readHall) }
        take(.tick)
    }

    // MARK: What goes out

    private var emblemBounds: PixelRect {
        let side = Int(176 * configuration.screen.pixelsPerMillimetre / 4)
        return PixelRect(x: 0, y: 0, width: side, height: side)
    }

    /// Shows what is so now: lays out, paints the damage, hands it to the display, and arms the next tick.
    private func refresh(now: Moment) {
        around.hall.openness = openness(at: now.wall)
        around.hall.alternative = around.alternative(to: configuration.kiosk, in: configuration.neighbours)
        let visit = machine.visit
        renderer.profile.theme = visit.theme
        renderer.profile.textScale = visit.textScale
        renderer.profile.lowScreen = visit.lowScreen
        let page = FrontScreens(around: around, machine: machine, now: now).page
        let before = renderer.screen?.name
        let damage = renderer.show(page, pressed: tracker.pressed)
        if let name = renderer.screen?.name, name != before { tell(.screen(name: name)) }
        arm(now: now)
        guard !damage.isEmpty else { return }
        do throws(DisplayFault) {
            try devices.display.present(renderer.bitmap, damage: damage)
        } catch {
            logger.error("The display took no picture.", metadata: ["fault": "\(error)"])
        }
    }

    private func openness(at now: Timestamp) -> Hall.Openness {
        configuration.calendar.isOpen(at: now)
            ? .open : .closed(until: configuration.calendar.nextSession(after: now)?.opensAt)
    }

    /// Wakes for the machines' next tick, and for the next minute of the clock on the screen.
    private func arm(now: Moment) {
        let minute = now.uptime + .milliseconds(60_000 - Int64(now.wall.millisecondsOfDay % 60_000))
        let next = min(machine.nextTick(now: now) ?? minute, minute)
        if let armed, armed <= next, armed > now.uptime { return }
        armed = next
        workload.yield(.wake(at: next))
    }

    // MARK: What can be asked

    public func status() -> KioskStatus {
        let now = clock.now()
        return KioskStatus(
            kiosk: configuration.kiosk, role: configuration.role, version: KioskStatus.version,
            screen: renderer.screen?.name ?? "", link: around.link, printer: around.printer,
            paper: around.paper, scanner: around.scanner, touch: around.touch,
            tickets: around.tickets, journal: around.journal, clock: now.wall.iso8601,
            uptimeSeconds: Int(now.uptime.components.seconds), notices: around.notices.map(\.rawValue))
    }

    /// What is shown, node by node; nothing before the first picture.
    public func screen() -> ScreenDescription? {
        renderer.screen.map { ScreenDescription($0, mode: machine.visit.mode) }
    }

    /// Plays a full disk; for the workbench.
    public nonisolated func limitStore(_ isFull: Bool) async {
        let now = clock.now().wall
        try? await ledger.read(now: now) { store throws(StoreFault) in store.injectDiskFull(isFull) }
    }

    /// The picture as it was handed to the display.
    public func picture() -> Bitmap { renderer.bitmap }
}
