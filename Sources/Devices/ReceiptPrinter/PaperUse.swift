public import KioskCore

extension PrinterProfile {
    /// As much of a slip's white end is kept, in dots: three millimetres, so that the knife is not in the
    /// words.
    static let mostTail = 24

    /// Millimetres of paper that one slip takes off the roll.
    ///
    /// That is its rows down to the last inked one, what is kept of its white end, and the way from the head
    /// to the knife, which is fed before every cut.
    public func paperUsed(by slip: DotBitmap) -> Double {
        Double(keptRows(of: slip) + cutterDistance) / Double(dotsPerInch) * Self.millimetresPerInch
    }

    /// Rows of a slip that come onto the paper.
    func keptRows(of slip: DotBitmap) -> Int { min(slip.height, slip.inkedRows + Self.mostTail) }

    static let millimetresPerInch = 25.4
}

extension DotBitmap {
    /// Rows down to the last one that has ink; 0 for a white picture.
    var inkedRows: Int {
        guard bytesPerRow > 0 else { return 0 }
        return bytes.lastIndex { $0 != 0 }.map { $0 / bytesPerRow + 1 } ?? 0
    }
}
