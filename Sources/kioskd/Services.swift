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
        _ settings: KioskConfiguration, _ panel: FirstFrameDisplay, _ bell: ChangeBell,
        _ signals: ShutdownSignals?, _ logger: Logger
    ) throws {
        let printer = settings.printer.map { CUPSReceiptPrinter(.init($0), logger: logger) }
        let scanners = ScannerHub(profiles: settings.scanners, bell: bell, logger: logger)
        let touch = TouchHub(
            TouchSettings(
                picture: panel.size, rotation: settings.screen.display.rotation,
                calibration: settings.screen.calibration, allowsMouse: settings.screen.allowsMouse),
            bell: bell, logger: logger, onPointer: panel.onPointer)
        let devices = Self.devices(panel, touch, scanners, printer, settings.printer, bell)
        let kiosk = try Kiosk(
            configuration: settings, devices: devices, clock: SystemClock(), logger: logger)
        let manager = ServiceManager(
            environment: ProcessInfo.processInfo.environment,
            process: ProcessInfo.processInfo.processIdentifier)
        // Without its screen a kiosk is nothing: the process ends, and the service manager starts it again.
        var services = [
            ServiceGroupConfiguration.ServiceConfiguration(service: kiosk),
            .init(service: Supervision(kiosk: kiosk, panel: panel, manager: manager)),
        ]
        if let signals {
            services.append(
                .init(
                    service: DeviceWatch { await signals.wait() },
                    successTerminationBehavior: .gracefullyShutdownGroup))
        }
        // A kiosk without paper, or one that technicians cannot ask, still serves visitors.
        services.append(.init(service: DeviceWatch { try await panel.driver.run() }))
        services.append(.optional(DeviceWatch { await touch.run() }))
        services.append(.optional(DeviceWatch { await scanners.run() }))
        if let printer { services.append(.optional(PrinterWatch(printer: printer))) }
        let control = KioskControl(kiosk)
        if let path = settings.controlSocket {
            services.append(
                .optional(
                    ControlServer(path: path, logger: logger) { await control.reply(to: $0) }))
        }
        var configuration = ServiceGroupConfiguration(
            services: services, logger: logger)
        configuration.maximumGracefulShutdownDuration = .seconds(5)
        configuration.maximumCancellationDuration = .seconds(3)
        group = ServiceGroup(configuration: configuration)
    }

    func run() async throws { try await group.run() }

    /// What has a cable.
    private static func devices(
        _ panel: FirstFrameDisplay, _ touch: TouchHub, _ scanners: ScannerHub, _ printer: CUPSReceiptPrinter?,
        _ settings: PrinterSettings?, _ bell: ChangeBell
    ) -> KioskDevices {
        var devices = KioskDevices(
            display: panel, touches: touch.touches, scans: scanners.scans,
            scannerConditions: scanners.conditions, printer: printer)
        if let settings {
            devices.printerHead = settings.profile.head
            devices.roll = settings.profile.roll
        }
        devices.calibrate = { touch.use($0) }
        devices.changes = bell.rings
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
    /// A service whose end, however it comes, ends nothing else.
    fileprivate static func optional(_ service: any Service) -> Self {
        Self(service: service, successTerminationBehavior: .ignore, failureTerminationBehavior: .ignore)
    }
}
