import Devices
import ServiceLifecycle

/// Runs the scanners; without any, codes are typed on the screen.
struct ScannerWatch: Service {
    let scanners: ScannerHub

    func run() async throws { await cancelWhenGracefulShutdown { await scanners.run() } }
}
