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
        let logger = Logger(label: "kiosk")
        let settings = KioskConfiguration(
            kiosk: config, role: config == "lookup" ? .lookup : .dispenser,
            size: config == "lookup"
                ? PixelSize(width: 1920, height: 1080) : PixelSize(width: 1080, height: 1920))
        let twins = Twins(settings.size, scanner: scanner, clockOffset: clockOffset)
        let kiosk = try Kiosk(
            configuration: settings, devices: twins.devices(printer: nil), clock: twins.clock, logger: logger)
        await kiosk.limitStore(disk == .full)
        let bench = BenchServer(twins.bench(for: kiosk)).application(socket: bench, logger: logger)
        var group = ServiceGroupConfiguration(
            services: [
                .init(service: kiosk, successTerminationBehavior: .gracefullyShutdownGroup),
                .init(service: bench),
            ], gracefulShutdownSignals: [.sigterm], logger: logger)
        group.maximumGracefulShutdownDuration = .seconds(2)
        group.maximumCancellationDuration = .seconds(1)
        try await ServiceGroup(configuration: group).run()
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
