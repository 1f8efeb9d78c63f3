public import KioskCore

extension PrinterProfile {
    /// The roll it takes, for reckoning with the paper.
    public var roll: RollFacts {
        RollFacts(length: Double(rollLength), nearEnd: hasNearEndSensor ? RollFacts.defaultNearEnd : nil)
    }
}
