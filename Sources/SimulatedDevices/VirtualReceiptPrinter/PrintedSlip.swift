public import KioskCore

/// A piece of paper in the virtual printer's tray.
public struct PrintedSlip: Hashable, Sendable, Identifiable {
    public static func == (left: Self, right: Self) -> Bool { left.id == right.id }
    public func hash(into hasher: inout Hasher) { hasher.combine(id) }

    /// Counts from 1.
    public let id: Int
    /// What is on it, from cut to cut: the top is blank for as far as the knife is from the head.
    public let bitmap: DotBitmap
    public let at: Timestamp
    /// When the cut came, on the clock that measures.
    public let cutAt: ContinuousClock.Instant
}
