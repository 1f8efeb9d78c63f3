/// What a printer and its usual roll are known to be, for reckoning with paper; lengths in millimetres.
public struct RollFacts: Hashable, Sendable {
    /// Rows of dots in a millimetre of paper.
    public var rowsPerMillimetre: Double
    /// What a slip takes beside its picture: from the head to the knife.
    public var feedPerSlip: Double
    /// A new roll: an 80 × 80 mm one holds about 80 m (domain.md 7).
    public var length: Double
    /// What is left when the near-end sensor begins to speak; nothing when the printer has none.
    public var nearEnd: Double?

    /// What a near-end sensor of which nobody knows more leaves: cautiously little, some twenty slips.
    public static let usualNearEnd = 2000.0

    public init(
        rowsPerMillimetre: Double = 203 / 25.4, feedPerSlip: Double = 15, length: Double = 80_000,
        nearEnd: Double? = nil
    ) {
        self.rowsPerMillimetre = rowsPerMillimetre
        self.feedPerSlip = feedPerSlip
        self.length = length
        self.nearEnd = nearEnd
    }

    /// The paper that a picture of so many rows takes.
    public func paper(forRows rows: Int) -> Double { Double(rows) / rowsPerMillimetre + feedPerSlip }
}
