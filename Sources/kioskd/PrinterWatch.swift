import Appliance
import Devices
import ServiceLifecycle

/// Keeps looking at the idle printer, so that an empty roll is known before a visitor touches.
struct PrinterWatch: Service {
    let printer: CUPSReceiptPrinter

    func run() async throws { await cancelWhenGracefulShutdown { await printer.run() } }
}

extension CUPSReceiptPrinter.Settings {
    init(_ settings: PrinterSettings) {
        self.init(server: settings.server, queue: settings.queue, profile: settings.profile)
    }
}
