/// A point in time: milliseconds since 1970-01-01T00:00:00Z.
public struct Timestamp: Hashable, Comparable, Sendable, Codable {
    public var milliseconds: Int64

    public init(milliseconds: Int64) { self.milliseconds = milliseconds }

    public init(from decoder: any Decoder) throws {
        milliseconds = try decoder.singleValueContainer().decode(Int64.self)
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(milliseconds)
    }

    public static func < (left: Self, right: Self) -> Bool { left.milliseconds < right.milliseconds }

    public func advanced(bySeconds seconds: Int64) -> Timestamp {
        Timestamp(milliseconds: milliseconds + seconds * 1000)
    }

    /// Whole seconds from this point to another; negative when the other is earlier.
    public func seconds(to other: Timestamp) -> Int64 { (other.milliseconds - milliseconds) / 1000 }
}

extension Timestamp {
    private static let vietnamOffset: Int64 = 7 * 3600 * 1000
    private static let millisecondsPerDay: Int64 = 86_400_000

    private var localMilliseconds: Int64 { milliseconds + Self.vietnamOffset }

    /// The date in Vietnam at this point in time.
    public var date: CivilDate {
        let local = localMilliseconds
        let days =
            local >= 0
            ? local / Self.millisecondsPerDay
            : (local - Self.millisecondsPerDay + 1) / Self.millisecondsPerDay
        return CivilDate(daysSinceEpoch: Int(days))
    }

    /// Milliseconds since midnight in Vietnam.
    public var millisecondsOfDay: Int {
        let rest = localMilliseconds % Self.millisecondsPerDay
        return Int(rest >= 0 ? rest : rest + Self.millisecondsPerDay)
    }

    public var hour: Int { millisecondsOfDay / 3_600_000 }
    public var minute: Int { millisecondsOfDay / 60_000 % 60 }
    public var second: Int { millisecondsOfDay / 1000 % 60 }

    /// The point in time of a date and a time of day in Vietnam.
    public init(_ date: CivilDate, hour: Int = 0, minute: Int = 0, second: Int = 0) {
        let days = Int64(date.daysSinceEpoch) * Self.millisecondsPerDay
        let rest = Int64((hour * 60 + minute) * 60 + second) * 1000
        self.init(milliseconds: days + rest - Self.vietnamOffset)
    }
}
