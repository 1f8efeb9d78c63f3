/// What a printer's usual roll is known to be; lengths in millimetres.
public struct RollFacts: Hashable, Sendable {
    /// A new roll: an 80 × 80 mm one holds about 80 m (domain.md 7).
    public var length: Double
    /// What is left when the near-end sensor begins to speak; nothing when the printer has none.
    public var nearEnd: Double?

    /// What a near-end sensor of which nobody knows more leaves: cautiously little, some twenty slips.
    public static let usualNearEnd = 2000.0

    public init(length: Double = 80_000, nearEnd: Double? = nil) {
        self.length = length
        self.nearEnd = nearEnd
    }
}
