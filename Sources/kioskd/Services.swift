import Appliance
import Devices
import Foundation
import KioskCore
import KioskServices
import Logging
import ServiceLifecycle

/// The kiosk and what serves it, wired together.
struct Services {
    private let group: ServiceGroup

    init(
        _ settings: KioskConfiguration, _ panel: FirstFrameDisplay, _ changes: ChangeNotifier,
        _ signals: ShutdownSignals?, _ logger: Logger
    ) throws {
        let printer = settings.printer.map { CUPSReceiptPrinter(.init($0), logger: logger) }
        let scanners = ScannerHub(profiles: settings.scanners, changes: changes, logger: logger)
        let touch = TouchHub(
            TouchSettings(
                picture: panel.size, rotation: settings.screen.display.rotation,
                calibration: settings.screen.calibration, allowsMouse: settings.screen.allowsMouse),
            changes: changes, logger: logger, onPointer: panel.onPointer)
        let devices = Self.devices(panel, touch, scanners, printer, settings.printer, changes)
        let kiosk = try Kiosk(
            configuration: settings, devices: devices, clock: SystemClock(), logger: logger)
        let manager = ServiceManager(
            environment: ProcessInfo.processInfo.environment,
            process: ProcessInfo.processInfo.processIdentifier)
        // Without its screen a kiosk is nothing: the process ends, and the service manager starts it again.
        var services: [ServiceGroupConfiguration.ServiceConfiguration] = [
            .needed("kiosk", kiosk),
            .needed("supervision", Supervision(kiosk: kiosk, panel: panel, manager: manager)),
            .needed("display", BackgroundService { try await panel.driver.run() }),
        ]
        if let signals {
            services.append(
                .init(
                    service: BackgroundService { await signals.wait() },
                    successTerminationBehavior: .gracefullyShutdownGroup, serviceName: "signals"))
        }
        // A kiosk without paper, or one that technicians cannot ask, still serves visitors.
        services += [
            .optional("touch", BackgroundService { await touch.run() }),
            .optional("scanners", BackgroundService { await scanners.run() }),
            .optional("memory", BackgroundService(MemoryTrim.run)),
        ]
        if let printer {
            // An empty roll is known before a visitor touches.
            services.append(.optional("printer", BackgroundService { await printer.run() }))
        }
        let control = KioskControl(kiosk)
        if let path = settings.controlSocket {
            services.append(
                .optional(
                    "control",
                    ControlServer(path: path, logger: logger) { await control.reply(to: $0) }))
        }
        var configuration = ServiceGroupConfiguration(services: services, logger: logger)
        configuration.maximumGracefulShutdownDuration = .seconds(5)
        configuration.maximumCancellationDuration = .seconds(3)
        group = ServiceGroup(configuration: configuration)
    }

    func run() async throws { try await group.run() }

    /// What has a cable.
    private static func devices(
        _ panel: FirstFrameDisplay, _ touch: TouchHub, _ scanners: ScannerHub, _ printer: CUPSReceiptPrinter?,
        _ settings: PrinterSettings?, _ changes: ChangeNotifier
    ) -> KioskDevices {
        var devices = KioskDevices(
            display: panel, touches: touch.touches, scans: scanners.scans,
            scannerConditions: scanners.conditions, printer: printer)
        if let settings {
            devices.printerHead = settings.profile.head
            devices.roll = settings.profile.roll
        }
        devices.calibrate = { touch.use($0) }
        devices.changes = changes.notifications
        devices.report = {
            DeviceReport(
                display: panel.driver.listing, inputs: touch.devices,
                touchMatrix: touch.calibration.numbers, scanners: scanners.scanners,
                printer: await printer?.listing(), others: scanners.others)
        }
        return devices
    }
}

extension ServiceGroupConfiguration.ServiceConfiguration {
    /// A service whose end ends the process.
    ///
    /// Names are given because a service's own would be found by reflection, 2 ms of every start.
    fileprivate static func needed(_ name: String, _ service: any Service) -> Self {
        Self(service: service, serviceName: name)
    }

    /// A service whose end, however it comes, ends nothing else.
    fileprivate static func optional(_ name: String, _ service: any Service) -> Self {
        Self(
            service: service, successTerminationBehavior: .ignore, failureTerminationBehavior: .ignore,
            serviceName: name)
    }
}

/// Runs a driver, or whatever else works in the background, until the kiosk is to end.
private struct BackgroundService: Service {
    let work: @Sendable () async throws -> Void

    init(_ work: @escaping @Sendable () async throws -> Void) { self.work = work }

    func run() async throws { try await cancelWhenGracefulShutdown(work) }
}

/// Returns to the system what only the start needed.
private enum MemoryTrim {
    /// The last work of a start is the check of the store, half a minute after it.
    private static let delay = Duration.seconds(40)

    @Sendable static func run() async throws {
        try await Task.sleep(for: delay)
        trimMemory()
    }
}

extension CUPSReceiptPrinter.Settings {
    fileprivate init(_ settings: PrinterSettings) {
        self.init(server: settings.server, queue: settings.queue, profile: settings.profile)
    }
}
