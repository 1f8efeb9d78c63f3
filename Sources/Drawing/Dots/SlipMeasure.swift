package import KioskCore

/// Millimetres of a slip as dots of one head.
package struct SlipMeasure {
    /// The least height of letters, in dots, at which every stem is two dots wide and marks stay apart.
    static let minLetterHeight = 23
    /// Less printed width than this, in millimetres, and letters are smaller: 58 mm paper prints 48.
    private static let narrow = 64.0

    package let head: PrintHead
    /// 58 mm paper, or less.
    package let isNarrow: Bool

    package init(_ head: PrintHead) {
        self.head = head
        isNarrow = head.printedWidth < Self.narrow
    }

    package func dots(_ millimetres: Double) -> Int { max(1, head.dots(millimetres: millimetres)) }

    /// The size of letters that are so high on 80 mm paper.
    package func letters(_ millimetres: Double) -> Int {
        let scale = isNarrow ? head.printedWidth / 60 : 1
        return max(Self.minLetterHeight, head.dots(millimetres: millimetres * scale))
    }

    /// The size of the small print.
    package var small: Int { letters(2.75) }

    package var margin: Int { dots(isNarrow ? 1 : 2.5) }

    /// The side of a module of a QR symbol.
    package var module: Int { dots(isNarrow ? 0.5 : 0.75) }
}
