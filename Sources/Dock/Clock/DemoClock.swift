public import KioskCore
public import SimulatedDevices

/// The demo's clock: the system's, moved by a fixed offset so that a demo begins on a working morning.
///
/// The central system and the kiosks share it, so they agree about the time.
public struct DemoClock: Hashable, Sendable {
    /// How far it is ahead of the system's clock, in milliseconds.
    public let offset: Int64

    /// The system's own time.
    public static let real = DemoClock(offset: 0)

    /// 08:40 on Monday 23 November 2026, the first working morning after the demo's data were last updated:
    /// so their due dates and ages are always right.
    public static let firstMorning = Timestamp(milliseconds: 1_795_398_000_000)
    private static let morning = (hour: 8, minute: 40)

    public init(offset: Int64) { self.offset = offset }

    /// A clock that shows a given time now.
    public init(showing time: Timestamp, system: Timestamp = .now) {
        offset = time.milliseconds - system.milliseconds
    }

    /// The clock of a demo that begins, or continues a kept one.
    ///
    /// A kept demo continues with its clock while that shows working hours, and else on the next working
    /// morning: time never goes back.
    /// - Parameters:
    ///   - kept: The clock of the last run in the same directory; `nil` in a new one.
    ///   - system: The system's time.
    public static func workingMorning(
        continuing kept: DemoClock?, system: Timestamp = .now, calendar: WorkingCalendar = .standard
    ) -> DemoClock {
        guard let kept else { return DemoClock(showing: firstMorning, system: system) }
        let time = kept.time(atSystemTime: system)
        if calendar.isOpen(at: time) { return kept }
        for days in 0...30 {
            let date = time.date.advanced(byDays: days)
            let start = Timestamp(date, hour: morning.hour, minute: morning.minute)
            if start >= time, calendar.isOpen(at: start) { return DemoClock(showing: start, system: system) }
        }
        return kept
    }

    public var now: Timestamp { time(atSystemTime: .now) }

    /// What it shows at a time of the system's clock.
    public func time(atSystemTime system: Timestamp) -> Timestamp {
        Timestamp(milliseconds: system.milliseconds + offset)
    }
}
