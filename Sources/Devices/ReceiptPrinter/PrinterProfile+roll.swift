public import KioskCore

extension PrinterProfile {
    /// What there is to know for reckoning with the paper.
    public var roll: RollFacts {
        RollFacts(
            rowsPerMillimetre: Double(dotsPerInch) / 25.4,
            feedPerSlip: Double(cutterDistance) * 25.4 / Double(dotsPerInch), length: Double(rollLength),
            nearEnd: hasNearEndSensor ? RollFacts.usualNearEnd : nil)
    }
}
