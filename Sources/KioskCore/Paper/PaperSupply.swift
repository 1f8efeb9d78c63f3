/// The usual roll of a printer; lengths in millimetres.
public struct RollFacts: Hashable, Sendable {
    /// A new roll: an 80 × 80 mm one holds about 80 m (domain.md 7).
    public var length: Double
    /// What is left when the near-end sensor triggers; `nil` if the printer has none.
    public var nearEnd: Double?

    /// What an unknown near-end sensor leaves: cautiously little, some twenty slips.
    public static let defaultNearEnd = 2000.0

    public init(length: Double = 80_000, nearEnd: Double? = nil) {
        self.length = length
        self.nearEnd = nearEnd
    }
}

/// The paper left in the printer, computed from what was printed and what the sensors reported; in
/// millimetres.
///
/// Sensors override the computation: an empty roll is empty, and the near-end sensor begins a new count.
/// What was learned from one roll about its length and about the sensor applies to the next ones.
public struct PaperSupply: Hashable, Sendable, Codable {
    /// Printed since the roll was new.
    public private(set) var used: Double = 0
    /// A slip with its feed, averaged over the last ones.
    public private(set) var slip: Double = Self.defaultSlip
    private var level = Level.plenty
    /// What was used when the near-end sensor triggered.
    private var usedAtNearEnd: Double?
    /// Whether this roll was seen from its beginning.
    private var isWholeRoll = false
    private var learnedLength: Double?
    private var learnedNearEnd: Double?

    private enum Level: String, Hashable, Sendable, Codable { case plenty, low, empty }

    /// Before the first slip (domain.md 7: about 90 mm).
    static let defaultSlip = 90.0
    /// The ratio of a measured length to the expected one within which it is accepted.
    static let plausible = 0.5...1.5

    public init() {}

    /// What is left, never below zero.
    public func left(on facts: RollFacts) -> Double {
        let nearEnd = learnedNearEnd ?? facts.nearEnd
        switch level {
        case .empty: return 0
        case .low: return max(0, (nearEnd ?? RollFacts.defaultNearEnd) - (used - (usedAtNearEnd ?? used)))
        case .plenty:
            let computed = max(0, (learnedLength ?? facts.length) - used)
            // While the sensor has not triggered, at least that much is left.
            return max(computed, nearEnd ?? 0)
        }
    }

    /// Slips that still come out.
    public func slipsLeft(on facts: RollFacts) -> Int { Int(left(on: facts) / slip) }

    /// Records a slip that went through.
    public mutating func recordSlip(_ millimetres: Double) {
        guard millimetres > 0, millimetres < 10_000 else { return }
        used += millimetres
        slip += (millimetres - slip) / 8
    }

    /// Records the printer's condition.
    ///
    /// Only conditions of the paper count: a printer that is off or open reports nothing about its roll.
    /// - Returns: Whether anything changed that has to be stored.
    @discardableResult
    public mutating func record(_ condition: PrinterCondition, on facts: RollFacts) -> Bool {
        let before = self
        switch (condition, level) {
        case (.paperEmpty, .plenty), (.paperEmpty, .low): runOut(facts)
        case (.paperLow, .plenty):
            level = .low
            usedAtNearEnd = used
        case (.paperLow, .empty):
            // A roll that begins at the sensor's mark is not new.
            replace(isWhole: false)
            level = .low
            usedAtNearEnd = used
        case (.ready, .low), (.ready, .empty): replace(isWhole: true)
        default: break
        }
        return self != before
    }

    /// Begins a new roll, at a technician's word.
    public mutating func replace() { replace(isWhole: true) }

    private mutating func replace(isWhole: Bool) {
        used = 0
        usedAtNearEnd = nil
        level = .plenty
        isWholeRoll = isWhole
    }

    private mutating func runOut(_ facts: RollFacts) {
        if isWholeRoll, Self.plausible.contains(used / facts.length) { learnedLength = used }
        if let usedAtNearEnd {
            // The sensor may be set anywhere; only an implausible mark is ignored.
            let mark = used - usedAtNearEnd
            if mark > slip, mark < facts.length / 2 { learnedNearEnd = mark }
        }
        level = .empty
    }
}
