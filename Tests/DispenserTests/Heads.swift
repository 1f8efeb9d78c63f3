import KioskCore

/// The print heads there are: 80 and 58 mm paper, 203 and 180 dots an inch.
enum Heads {
    static let wide = PrintHead(dots: 576, dotsPerInch: 203)
    static let narrow = PrintHead(dots: 384, dotsPerInch: 203)
    static let coarseWide = PrintHead(dots: 512, dotsPerInch: 180)
    static let coarseNarrow = PrintHead(dots: 360, dotsPerInch: 180)

    static let all = [wide, narrow, coarseWide, coarseNarrow]
}

extension PrintHead {
    /// `80mm-203dpi`.
    var fileName: String { (printedWidth > 64 ? "80mm" : "58mm") + "-\(dotsPerInch)dpi" }
}
