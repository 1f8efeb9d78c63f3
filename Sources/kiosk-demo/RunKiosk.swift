public import Appliance
public import ArgumentParser
import Devices
public import Dock
import Foundation
public import KioskCore
import KioskServices
import Logging
import ServiceLifecycle
public import SimulatedDevices
import UnixSignals

/// `kiosk-demo kiosk`: one kiosk on simulated devices, as the demo starts it.
struct RunKiosk: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "kiosk", shouldDisplay: false)

    @Option(help: "The kiosk's configuration file.")
    var config: String
    @Option(help: "The Unix socket that the Dock connects to.")
    var socket: String
    @Option var scanner = ScannerCondition.connected
    @Option var disk = DiskCondition.ok
    @Option(help: "How far the demo's clock is ahead of the system's, in milliseconds.")
    var demoClock: Int64 = 0
    @Option(help: "How far the kiosk's clock is ahead of the demo's, in milliseconds.")
    var clockOffset: Int64 = 0

    func run() async throws {
        ParentWatch.begin()
        LoggingSystem.bootstrap(StreamLogHandler.standardError)
        var logger = Logger(label: "kiosk")
        logger.logLevel = .notice
        let settings = try KioskConfiguration.load(file: config)
        let simulators = Simulators(
            settings.screen.display.memorySize, scanner: scanner, demoClock: DemoClock(offset: demoClock),
            clockOffset: clockOffset)
        let printer = settings.printer.map { CUPSReceiptPrinter($0, logger: logger) }
        var devices = simulators.devices(printer: printer)
        // Only the printer is listed: its queue is a real one.
        if let printer { devices.report = { DeviceReport(printer: await printer.listing()) } }
        let kiosk = try Kiosk(
            configuration: settings, devices: devices, clock: simulators.clock, logger: logger)
        await kiosk.limitStore(disk == .full)
        var quiet = logger
        quiet.logLevel = .warning
        let harness = KioskHarnessServer(simulators.harness(for: kiosk)).application(
            socket: socket, logger: quiet)
        var services: [any Service] = [harness, CancelledOnShutdown { try await kiosk.run() }]
        if let printer { services.append(CancelledOnShutdown { await printer.run() }) }
        if let path = settings.controlSocket {
            let control = KioskControl(kiosk)
            services.append(ControlServer(path: path, logger: logger) { await control.reply(to: $0) })
        }
        var group = ServiceGroupConfiguration(
            services: services, gracefulShutdownSignals: [.sigterm], logger: quiet)
        group.maximumGracefulShutdownDuration = .seconds(2)
        try await ServiceGroup(configuration: group).run()
    }
}

/// An operation that runs until it is cancelled, as a service.
private struct CancelledOnShutdown: Service {
    let work: @Sendable () async throws -> Void

    func run() async throws { try await cancelWhenGracefulShutdown(work) }
}

extension CUPSReceiptPrinter {
    fileprivate init(_ settings: PrinterSettings, logger: Logger) {
        self.init(Settings(server: settings.server, queue: settings.queue), logger: logger)
    }
}

/// The simulated devices of a kiosk.
struct Simulators {
    let touch = ScriptedTouch()
    let scanner: ScriptedScanner
    let clock: OffsetClock
    private let display: CountingDisplay

    init(_ size: PixelSize, scanner: ScannerCondition, demoClock: DemoClock, clockOffset: Int64) {
        self.scanner = ScriptedScanner(scanner)
        let system = SystemClock()
        clock = OffsetClock(offset: clockOffset) {
            var moment = system.now()
            moment.wall = demoClock.time(atSystemTime: moment.wall)
            return moment
        }
        // Pictures are numbered from the time of the start, so that a restarted kiosk continues the count.
        display = CountingDisplay(MemoryDisplay(size: size), after: system.now().wall.milliseconds)
    }

    func devices(printer: (any ReceiptPrinter)?) -> KioskDevices {
        KioskDevices(
            display: display, touches: touch.events(), scans: scanner.scans(),
            scannerConditions: scanner.conditions(), printer: printer)
    }

    func harness(for kiosk: Kiosk) -> KioskHarness<Kiosk> {
        KioskHarness(kiosk: kiosk, touch: touch, scanner: scanner, clock: clock, display: display)
    }
}

extension OffsetClock: KioskClock {}
extension Kiosk: HarnessedKiosk {}
extension ScannerCondition: ExpressibleByArgument {}
extension DiskCondition: ExpressibleByArgument {}
