import Devices
import Dock
import Foundation
import KioskCore
import ServiceLifecycle
import SimulatedDevices

/// A virtual receipt printer with its private print server and its paper tray.
struct DemoPrinting: Service {
    static let queueName = "receipt"

    let printer: VirtualReceiptPrinter
    let cups: PrivateCUPS
    let tray = PaperTray()
    private let clock: DemoClock

    /// - Parameter backend: The built `kiosk-printer-backend`.
    init(directory: URL, backend: URL, clock: DemoClock) async throws {
        self.clock = clock
        guard FileManager.default.isExecutableFile(atPath: backend.path) else {
            throw DemoSettings.Fault(
                description:
                    "\(backend.path) is missing; build it with: swift build --product kiosk-printer-backend")
        }
        printer = try VirtualReceiptPrinter()
        cups = try await PrivateCUPS(backend: backend.path, directory: directory.path)
        try await cups.addQueue(Self.queueName, to: printer.uri)
    }

    /// The URI of the print queue, for other tools.
    var queue: String { "ipp://\(cups.server.host):\(cups.server.port)/printers/\(Self.queueName)" }

    /// Collects printed slips until shutdown.
    func run() async throws {
        let events = printer.events()
        await cancelWhenGracefulShutdown {
            for await event in events {
                guard case .printed(let slip) = event else { continue }
                let at = clock.time(atSystemTime: slip.at)
                await tray.add(
                    slip.bitmap, at: Date(timeIntervalSince1970: Double(at.milliseconds) / 1000))
            }
        }
        cups.stop()
        printer.stop()
    }
}
