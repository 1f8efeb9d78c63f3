import Appliance
import KioskCore
import KioskServices
import Synchronization

/// A clock on an ordinary working morning that a benchmark may push on, so that two touches are never one.
final class BenchClock: KioskClock {
    private let real = SystemClock()
    private let ahead = Mutex(Duration.zero)

    func now() -> Moment {
        let uptime = real.now().uptime + ahead.withLock(\.self)
        return Moment(
            uptime: uptime,
            wall: Timestamp(milliseconds: Centre.morning.milliseconds + Int64(uptime.milliseconds)))
    }

    func push(_ time: Duration) { ahead.withLock { $0 += time } }

    func sleep(for duration: Duration) async throws { try await Task.sleep(for: duration) }
}
