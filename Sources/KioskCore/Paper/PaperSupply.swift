/// The paper in the printer, reckoned from what was printed and what the sensors said; lengths in millimetres.
///
/// Sensors win over reckoning: an empty roll is empty, and what the near-end sensor says begins a new count.
/// What one roll taught about its length and about the sensor holds for the next ones.
public struct PaperSupply: Hashable, Sendable, Codable {
    /// Printed since the roll was new.
    public private(set) var used: Double = 0
    /// A slip with its feed, averaged over the last ones.
    public private(set) var slip: Double = Self.usualSlip
    private var level = Level.plenty
    /// What was used when the near-end sensor spoke.
    private var usedAtNearEnd: Double?
    /// Whether this roll was seen from its beginning.
    private var isWholeRoll = false
    private var learnedLength: Double?
    private var learnedNearEnd: Double?

    private enum Level: String, Hashable, Sendable, Codable { case plenty, low, empty }

    /// Before the first slip (domain.md 7: about 90 mm).
    static let usualSlip = 90.0
    /// How far a measured length may be from the expected one to be believed.
    static let plausible = 0.5...1.5

    public init() {}

    /// What is left, never below zero.
    public func left(on facts: RollFacts) -> Double {
        let nearEnd = learnedNearEnd ?? facts.nearEnd
        switch level {
        case .empty: return 0
        case .low: return max(0, (nearEnd ?? RollFacts.usualNearEnd) - (used - (usedAtNearEnd ?? used)))
        case .plenty:
            let reckoned = max(0, (learnedLength ?? facts.length) - used)
            // A sensor that does not speak says that there is still that much.
            return max(reckoned, nearEnd ?? 0)
        }
    }

    /// Slips that still come out.
    public func slipsLeft(on facts: RollFacts) -> Int { Int(left(on: facts) / slip) }

    /// A slip went through.
    public mutating func printed(_ millimetres: Double) {
        guard millimetres > 0, millimetres < 10_000 else { return }
        used += millimetres
        slip += (millimetres - slip) / 8
    }

    /// What the printer says now.
    ///
    /// Only words about paper count: a printer that is off or open says nothing about its roll.
    /// - Returns: whether anything changed that is worth keeping.
    @discardableResult
    public mutating func take(_ condition: PrinterCondition, on facts: RollFacts) -> Bool {
        let before = self
        switch (condition, level) {
        case (.paperEmpty, .plenty), (.paperEmpty, .low): runOut(facts)
        case (.paperLow, .plenty):
            level = .low
            usedAtNearEnd = used
        case (.paperLow, .empty):
            // A roll that begins at the sensor's mark was used before.
            replace(isWhole: false)
            level = .low
            usedAtNearEnd = used
        case (.ready, .low), (.ready, .empty): replace(isWhole: true)
        default: break
        }
        return self != before
    }

    /// A technician says that the roll is new.
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
            // The sensor may be set anywhere; only a nonsensical mark is not believed.
            let mark = used - usedAtNearEnd
            if mark > slip, mark < facts.length / 2 { learnedNearEnd = mark }
        }
        level = .empty
    }
}
