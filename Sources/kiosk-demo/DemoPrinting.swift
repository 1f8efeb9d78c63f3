import Devices
import Dock
import Foundation
import KioskCore
import ServiceLifecycle
import SimulatedDevices

/// A virtual receipt printer, a print server of our own in front of it, and the tray behind it.
struct DemoPrinting: Service {
    static let queueName = "receipt"

    let printer: VirtualReceiptPrinter
    let cups: PrivateCUPS
    let tray = PaperTray()

    /// - Parameter backend: The built `kiosk-printer-backend`.
    init(directory: URL, backend: URL) async throws {
        guard FileManager.default.isExecutableFile(atPath: backend.path) else {
            throw DemoSettings.Fault(
                description: "\(backend.path) is missing; build everything with: swift build")
        }
        printer = try VirtualReceiptPrinter()
        cups = try await PrivateCUPS(backend: backend.path, directory: directory.path)
        try await cups.addQueue(Self.queueName, to: printer.uri)
    }

    /// The queue, for who asks it with a tool of their own.
    var queue: String { "ipp://\(cups.server.host):\(cups.server.port)/printers/\(Self.queueName)" }

    /// Keeps what comes out of the printer, until the end.
    func run() async throws {
        let events = printer.events()
        await cancelWhenGracefulShutdown {
            for await event in events {
                guard case .printed(let slip) = event else { continue }
                let at = Date(timeIntervalSince1970: Double(slip.at.milliseconds) / 1000)
                await tray.lay(slip.bitmap, at: at)
            }
        }
        cups.stop()
        printer.stop()
    }
}
