import Foundation
public import KioskCore

/// The clocks of this machine.
public struct SystemClock: KioskClock {
    private let start = ContinuousClock.now

    public init() {}

    public func now() -> Moment {
        Moment(
            uptime: ContinuousClock.now - start,
            wall: Timestamp(milliseconds: Int64(Date().timeIntervalSince1970 * 1000)))
    }

    public func sleep(for duration: Duration) async throws {
        try await ContinuousClock().sleep(for: duration)
    }
}
