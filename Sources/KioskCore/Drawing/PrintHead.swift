/// The print head that a slip is drawn for: how wide it prints, and how fine.
public struct PrintHead: Hashable, Sendable {
    /// Dots a row.
    public var dots: Int
    /// The same across and along the paper.
    public var dotsPerInch: Int

    public init(dots: Int, dotsPerInch: Int) {
        self.dots = dots
        self.dotsPerInch = dotsPerInch
    }

    /// The nearest whole number of dots.
    public func dots(millimetres: Double) -> Int {
        Int((millimetres * Double(dotsPerInch) / 25.4).rounded())
    }

    /// The width of paper that is printed on, in millimetres.
    public var printedWidth: Double { Double(dots) * 25.4 / Double(dotsPerInch) }
}
