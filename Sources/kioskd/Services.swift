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
        let kiosk = try Kiosk(
            configuration: settings, devices: Self.devices(settings, panel), clock: SystemClock(),
            logger: logger)
        let manager = ServiceManager(
            environment: ProcessInfo.processInfo.environment,
            process: ProcessInfo.processInfo.processIdentifier)
        var services = [
            // Without its screen a kiosk is nothing: the process ends, and the service manager starts it again.
            ServiceGroupConfiguration.ServiceConfiguration(
                service: kiosk, successTerminationBehavior: .gracefullyShutdownGroup,
                failureTerminationBehavior: .gracefullyShutdownGroup),
            ServiceGroupConfiguration.ServiceConfiguration(
                service: Supervision(kiosk: kiosk, panel: panel, manager: manager)),
        ]
        if let path = settings.controlSocket {
            // A kiosk that technicians cannot ask still serves visitors.
            services.append(
                ServiceGroupConfiguration.ServiceConfiguration(
                    service: ControlServer(path: path) { await Self.reply($0, from: kiosk) },
                    successTerminationBehavior: .ignore, failureTerminationBehavior: .ignore))
        }
        var configuration = ServiceGroupConfiguration(
            services: services, gracefulShutdownSignals: [.sigterm, .sigint], logger: logger)
        configuration.maximumGracefulShutdownDuration = .seconds(5)
        configuration.maximumCancellationDuration = .seconds(3)
        group = ServiceGroup(configuration: configuration)
    }

    func run() async throws { try await group.run() }

    /// What has a cable; scanner and touch panel have no driver yet and count as unplugged.
    private static func devices(_ settings: KioskConfiguration, _ panel: FirstFrameDisplay) -> KioskDevices {
        let unplugged = AsyncStream<ScannerCondition> { $0.yield(.disconnected) }
        return KioskDevices(
            display: panel, touches: AsyncStream { _ in }, scans: AsyncStream { _ in },
            scannerConditions: unplugged, printer: nil)
    }

    private static func reply(_ request: ControlRequest, from kiosk: Kiosk) async -> ControlReply {
        guard request.command == "status" else { return .failure("unknown command; known: status") }
        guard let status = await answer(within: .seconds(3), of: { await kiosk.status() }) else {
            return .failure("the kiosk's loop does not answer")
        }
        return .result(status)
    }
}
