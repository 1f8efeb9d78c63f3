import Appliance
import Devices
import ServiceLifecycle

/// Keeps looking at the idle printer, so that an empty roll is known before a visitor touches.
struct PrinterWatch: Service {
    let printer: CupsReceiptPrinter

    func run() async throws { await cancelWhenGracefulShutdown { await printer.run() } }
}

extension CupsReceiptPrinter.Settings {
    init(_ settings: PrinterSettings) {
        self.init(
            server: CupsServer(written: settings.server), queue: settings.queue,
            profile: settings.profile)
    }
}

extension CupsServer {
    /// From `127.0.0.1:631`, a host alone, or the path of a socket.
    init(written text: String) {
        let parts = text.hasPrefix("/") ? [text[...]] : text.split(separator: ":")
        self.init(host: String(parts.first ?? ""), port: parts.count == 2 ? Int(parts[1]) ?? 631 : 631)
    }
}
