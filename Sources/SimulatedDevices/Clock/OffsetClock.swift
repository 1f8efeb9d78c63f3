public import KioskCore
import Synchronization

/// A kiosk's clock whose wall time can be set; it runs on from there.
public final class OffsetClock: Sendable {
    private let reference: @Sendable () -> Moment
    private let offset: Mutex<Int64>

    /// - Parameters:
    ///   - offset: How far the wall clock is ahead at first, in milliseconds.
    ///   - reference: The correct reading.
    public init(offset: Int64 = 0, reference: @escaping @Sendable () -> Moment) {
        self.reference = reference
        self.offset = Mutex(offset)
    }

    /// Only the wall clock is moved; the uptime is the reference's.
    public func now() -> Moment {
        var moment = reference()
        moment.wall.milliseconds += offset.withLock(\.self)
        return moment
    }

    public func sleep(for duration: Duration) async throws { try await Task.sleep(for: duration) }

    /// Sets the wall clock.
    public func set(to wall: Timestamp) {
        let difference = wall.milliseconds - reference().wall.milliseconds
        offset.withLock { $0 = difference }
    }

    /// Makes the wall clock correct again.
    public func reset() { offset.withLock { $0 = 0 } }
}
