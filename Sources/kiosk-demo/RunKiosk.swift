public import Appliance
public import ArgumentParser
import Devices
public import Dock
import Foundation
public import KioskCore
import Logging
import ServiceLifecycle
public import SimulatedDevices
import UnixSignals

/// `kiosk-demo kiosk`: one kiosk on twins, as the demo starts it.
struct RunKiosk: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "kiosk", shouldDisplay: false)

    @Option(help: "The kiosk's configuration file.")
    var config: String
    @Option(help: "The Unix socket where the Dock asks.")
    var bench: String
    @Option var scanner = ScannerCondition.connected
    @Option var disk = DiskCondition.ok
    @Option(help: "How far the hall's clock is ahead, in milliseconds.")
    var clockOffset: Int64 = 0

    func run() async throws {
        ParentWatch.begin()
        LoggingSystem.bootstrap(StreamLogHandler.standardError)
        var logger = Logger(label: "kiosk")
        logger.logLevel = .notice
        let settings = try KioskConfiguration.load(file: config)
        let twins = Twins(settings.screen.display.memorySize, scanner: scanner, clockOffset: clockOffset)
        let printer = settings.printer.map { CUPSReceiptPrinter($0, logger: logger) }
        var devices = twins.devices(printer: printer)
        // The twins hang on no cable; the printer's queue is a real one.
        if let printer { devices.report = { DeviceReport(printer: await printer.listing()) } }
        let kiosk = try Kiosk(
            configuration: settings, devices: devices, clock: twins.clock, logger: logger)
        await kiosk.limitStore(disk == .full)
        var quiet = logger
        quiet.logLevel = .warning
        let bench = BenchServer(twins.bench(for: kiosk)).application(socket: bench, logger: quiet)
        var services: [any Service] = [bench, UntilShutdown { try await kiosk.run() }]
        if let printer { services.append(UntilShutdown { await printer.run() }) }
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

/// Something that works until it is cancelled, as a service.
private struct UntilShutdown: Service {
    let work: @Sendable () async throws -> Void

    func run() async throws { try await cancelWhenGracefulShutdown(work) }
}

extension CUPSReceiptPrinter {
    fileprivate init(_ settings: PrinterSettings, logger: Logger) {
        self.init(Settings(server: settings.server, queue: settings.queue), logger: logger)
    }
}

/// What hangs on the kiosk instead of hardware.
struct Twins {
    let touch = ScriptedTouch()
    let scanner: ScriptedScanner
    let clock: OffsetClock
    private let frames: FrameCounter

    init(_ size: PixelSize, scanner: ScannerCondition, clockOffset: Int64) {
        self.scanner = ScriptedScanner(scanner)
        let real = SystemClock()
        clock = OffsetClock(offset: clockOffset) { real.now() }
        // Frames are numbered from the time of the start, so that a kiosk that starts again goes on counting.
        frames = FrameCounter(MemoryDisplay(size: size), after: Int(real.now().wall.milliseconds))
    }

    func devices(printer: (any ReceiptPrinter)?) -> KioskDevices {
        KioskDevices(
            display: frames, touches: touch.events(), scans: scanner.scans(),
            scannerConditions: scanner.conditions(), printer: printer)
    }

    func bench(for kiosk: Kiosk) -> Bench<Kiosk> {
        Bench(kiosk: kiosk, touch: touch, scanner: scanner, clock: clock, frames: frames)
    }
}

extension OffsetClock: KioskClock {}
extension Kiosk: BenchedKiosk {}
extension ScannerCondition: ExpressibleByArgument {}
extension DiskCondition: ExpressibleByArgument {}
