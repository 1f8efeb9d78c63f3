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
    let logger: Logger
    let ledger: Ledger
    let press: SlipRoom?
    let link: LinkRoom?
    let work: AsyncStream<Work>
    private let workload: AsyncStream<Work>.Continuation

    private var machine: KioskMachine
    private var around: Surroundings
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
    }

    public init(
        configuration: KioskConfiguration, devices: KioskDevices, clock: any KioskClock, logger: Logger
    ) throws {
        let ledger = Ledger(
            path: configuration.stateDirectory + "/kiosk.sqlite",
            identity: StoreIdentity(
                site: configuration.site.code, kiosk: configuration.kiosk, siteKey: configuration.siteKey))
        self.configuration = configuration
        self.devices = devices
        self.clock = clock
        self.logger = logger
        self.ledger = ledger
        press = devices.printer.map {
            SlipRoom(
                printer: $0, site: configuration.site, cutOffHour: configuration.calendar.cutOff.hour,
                head: devices.printerHead)
        }
        link = try configuration.link.map { try LinkRoom($0, ledger: ledger, clock: clock, logger: logger) }
        (work, workload) = AsyncStream.makeStream(of: Work.self)
        machine = KioskMachine(
            role: configuration.role, agencyPrefix: configuration.site.agencyPrefix,
            times: configuration.times)
        around = Surroundings(
            site: configuration.site, kiosk: configuration.kiosk, hall: Hall(),
            calendar: configuration.calendar,
            link: configuration.link == nil ? nil : .offline, printer: devices.printer == nil ? nil : .ready,
            hasPIN: configuration.technicianPIN != .closed)
        renderer = ScreenRenderer(
            profile: Profile(
                size: devices.display.size, pixelsPerMillimetre: configuration.screen.pixelsPerMillimetre),
            fonts: try FontLibrary())
        tracker = TouchTracker(doubleStrike: configuration.times.doubleStrike)
        touchPrefix = String(UInt64.random(in: .min ... .max), radix: 36)
    }

    // MARK: What comes in

    func take(_ event: KioskMachine.Event) {
        let now = clock.now()
        for action in machine.handle(event, now: now) { workload.yield(.carryOut(action)) }
        refresh(now: now)
    }

    /// A finger on the panel.
    ///
    /// Returns when the next frame is with the display.
    public func take(_ touch: TouchEvent) {
        let now = clock.now()
        if touch.phase == .down { _ = machine.handle(.touched, now: now) }
        if emblem.isHeld(after: touch, within: emblemBounds, now: now) {
            tracker.letGo()
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
        take(.scanned(payload))
    }

    public func take(_ condition: ScannerCondition) {
        guard around.scanner != condition else { return }
        logger.notice("The scanner's condition changed.", metadata: ["condition": "\(condition.rawValue)"])
        around.scanner = condition
        refresh(now: clock.now())
    }

    func take(_ condition: PrinterCondition) {
        guard around.printer != condition else { return }
        logger.notice("The printer's condition changed.", metadata: ["condition": "\(condition.rawValue)"])
        around.printer = condition
        around.hall.printer = condition
        take(.dispenser(.printer(condition)))
    }

    func take(_ state: LinkState, percent: Int?) {
        guard around.link != state || around.syncPercent != percent else { return }
        if around.link != state {
            logger.notice("The link's state changed.", metadata: ["state": "\(state.rawValue)"])
        }
        around.link = state
        around.syncPercent = percent
        refresh(now: clock.now())
    }

    func take(_ reading: HallReading, notices: Set<Notice>) {
        around.hasStore = true
        around.hall.fields = reading.fields
        around.hall.waiting = reading.waiting
        around.hall.waits = reading.waits
        around.hall.serving = reading.serving.map { Hall.Serving(number: $0.number, counter: $0.counter) }
        around.serving = Dictionary(reading.serving.map { ($0.counter, $0.number) }) { first, _ in first }
        around.tickets = reading.tickets
        around.journal = reading.journal
        around.notices = Notice.allCases.filter(notices.contains)
        around.hall.isFull = notices.contains(.storeFull)
        refresh(now: clock.now())
    }

    /// The feed brought something; whoever reads a dossier sees its news at once.
    func take(_ batch: FeedBatch) {
        if let code = dossierShown, let facts = batch.facts(of: code) {
            take(.lookup(.answered(code, .found(facts, asOf: nil))))
        }
        if batch.concernsHall { workload.yield(.readHall) }
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
        let visit = machine.visit
        renderer.profile.theme = visit.theme
        renderer.profile.textScale = visit.textScale
        renderer.profile.lowScreen = visit.lowScreen
        let page = FrontScreens(around: around, machine: machine, now: now).page
        let damage = renderer.show(page, pressed: tracker.pressed)
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
            scanner: around.scanner,
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
        try? await ledger.use(now: now) { store throws(StoreFault) in store.playFullDisk(isFull) }
    }

    /// The picture as it was handed to the display.
    public func picture() -> Bitmap { renderer.bitmap }
}
