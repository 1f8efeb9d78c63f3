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

/// What a machine knows of time: a reading that never jumps, and the hall's clock, which may.
public struct Moment: Hashable, Sendable {
    /// Time since the process began; for time-outs.
    public var uptime: Duration
    /// The wall clock; for what is shown, printed and stored.
    public var wall: Timestamp

    public init(uptime: Duration, wall: Timestamp) {
        self.uptime = uptime
        self.wall = wall
    }
}
