import KioskCore

/// Millimetres of a slip as dots of one head.
struct SlipMeasure {
    /// The least height of letters, in dots, at which every stem is two dots wide and marks stay apart.
    static let leastLetters = 23
    /// Less printed width than this, in millimetres, and letters are smaller: 58 mm paper prints 48.
    private static let narrow = 64.0

    let head: PrintHead
    /// 58 mm paper, or less.
    let isNarrow: Bool

    init(_ head: PrintHead) {
        self.head = head
        isNarrow = head.printedWidth < Self.narrow
    }

    func dots(_ millimetres: Double) -> Int { max(1, head.dots(millimetres: millimetres)) }

    /// The size of letters that are so high on 80 mm paper.
    func letters(_ millimetres: Double) -> Int {
        let scale = isNarrow ? head.printedWidth / 60 : 1
        return max(Self.leastLetters, head.dots(millimetres: millimetres * scale))
    }

    /// The size of the small print.
    var small: Int { letters(2.75) }

    var margin: Int { dots(isNarrow ? 1 : 2.5) }

    /// The side of a module of a QR symbol.
    var module: Int { dots(isNarrow ? 0.5 : 0.75) }
}
