import Appliance
import Devices
import ServiceLifecycle

/// Keeps the service manager informed: ready after the first picture, alive while the kiosk's loop answers.
struct Supervision: Service {
    let kiosk: Kiosk
    let panel: FirstFrameDisplay
    let manager: ServiceManager?

    /// Between two status lines where no watchdog asks for more.
    private static let usualInterval = Duration.seconds(60)

    func run() async throws {
        try? await cancelWhenGracefulShutdown {
            await panel.firstFrame()
            manager?.reportReady()
            while !Task.isCancelled {
                await report()
                try await Task.sleep(for: interval)
            }
        }
        manager?.reportStopping()
    }

    /// Twice as often as the watchdog asks, as sd_watchdog_enabled(3) advises.
    private var interval: Duration { (manager?.watchdogInterval).map { $0 / 2 } ?? Self.usualInterval }

    /// Sends no keep-alive if the loop does not respond: the watchdog then restarts the kiosk.
    private func report() async {
        guard let manager, let status = await withDeadline(interval / 2, { await kiosk.status() })
        else {
            return
        }
        manager.sendKeepAlive()
        let report = StatusReport(status)
        manager.report(
            status: report.isHealthy ? "healthy" : "degraded: " + report.problems.joined(separator: "; "))
    }
}
