import Appliance
import Devices
import Foundation
import KioskCore
import Logging
import ServiceLifecycle
import UnixSignals

/// The kiosk and what serves it, wired together.
struct Services {
    private let group: ServiceGroup

    init(_ settings: KioskConfiguration, _ panel: FirstFrameDisplay, _ logger: Logger) throws {
        let printer = settings.printer.map { CupsReceiptPrinter(.init($0), logger: logger) }
        let scanners = ScannerHub(profiles: settings.scanners, logger: logger)
        let touch = TouchHub(
            TouchSettings(
                picture: panel.size, rotation: settings.screen.display.rotation,
                calibration: settings.screen.calibration, allowsMouse: settings.screen.allowsMouse),
            logger: logger)
        let devices = Self.devices(panel, touch, scanners, printer, settings.printer)
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
        // A kiosk without paper, or one that technicians cannot ask, still serves visitors.
        services.append(.init(service: DeviceWatch { try await panel.driver.run() }))
        services.append(.optional(DeviceWatch { await touch.run() }))
        services.append(.optional(DeviceWatch { await scanners.run() }))
        if let printer { services.append(.optional(PrinterWatch(printer: printer))) }
        if let path = settings.controlSocket {
            services.append(
                .optional(
                    ControlServer(path: path, logger: logger) { await reply($0, from: kiosk, scanners) }))
        }
        var configuration = ServiceGroupConfiguration(
            services: services, gracefulShutdownSignals: [.sigterm, .sigint], logger: logger)
        configuration.maximumGracefulShutdownDuration = .seconds(5)
        configuration.maximumCancellationDuration = .seconds(3)
        group = ServiceGroup(configuration: configuration)
    }

    func run() async throws { try await group.run() }

    /// What has a cable.
    private static func devices(
        _ panel: FirstFrameDisplay, _ touch: TouchHub, _ scanners: ScannerHub, _ printer: CupsReceiptPrinter?,
        _ settings: PrinterSettings?
    ) -> KioskDevices {
        var devices = KioskDevices(
            display: panel, touches: touch.touches, scans: scanners.scans,
            scannerConditions: scanners.conditions, printer: printer)
        if let settings { devices.printerHead = settings.profile.head }
        return devices
    }
}

/// Answers a technician, even when the kiosk's loop does not.
private func reply(
    _ request: ControlRequest, from kiosk: Kiosk, _ scanners: ScannerHub
) async -> ControlReply {
    if request.command == "devices" { return .result(scanners.scanners) }
    guard request.command == "status" else { return .failure("unknown command; known: devices, status") }
    guard let status = await answer(within: .seconds(3), of: { await kiosk.status() }) else {
        return .failure("the kiosk's loop does not answer")
    }
    return .result(status)
}

extension ServiceGroupConfiguration.ServiceConfiguration {
    /// A service whose end, however it comes, ends nothing else.
    fileprivate static func optional(_ service: any Service) -> Self {
        Self(service: service, successTerminationBehavior: .ignore, failureTerminationBehavior: .ignore)
    }
}
