public import KioskCore
import Synchronization

/// The hall's clock, set wrong on purpose: it runs on from wherever it was put.
public final class OffsetClock: Sendable {
    private let real: @Sendable () -> Moment
    private let offset: Mutex<Int64>

    /// - Parameters:
    ///   - offset: How far the wall clock is ahead of the real one at first, in milliseconds.
    ///   - real: The real clock's reading.
    public init(offset: Int64 = 0, real: @escaping @Sendable () -> Moment) {
        self.real = real
        self.offset = Mutex(offset)
    }

    /// Only the wall clock can be wrong: the time since the start is never touched.
    public func now() -> Moment {
        var moment = real()
        moment.wall.milliseconds += offset.withLock(\.self)
        return moment
    }

    public func sleep(for duration: Duration) async throws { try await Task.sleep(for: duration) }

    /// Sets the wall clock.
    public func set(to wall: Timestamp) {
        let difference = wall.milliseconds - real().wall.milliseconds
        offset.withLock { $0 = difference }
    }

    /// Sets the wall clock right.
    public func setRight() { offset.withLock { $0 = 0 } }
}
