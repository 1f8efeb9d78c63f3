/// The papers that a queue prints on, in hundredths of a millimetre as IPP counts them (PWG 5100.7,
/// `media-col`).
package struct MediaOffer: Hashable, Sendable {
    /// A sheet, whose ranges hold one number, or a roll.
    package struct Size: Hashable, Sendable {
        package var width: ClosedRange<Int>
        package var length: ClosedRange<Int>

        package init(width: ClosedRange<Int>, length: ClosedRange<Int>) {
            self.width = width
            self.length = length
        }
    }

    /// What the printer leaves white at the edges.
    package struct Margins: Hashable, Sendable {
        package var top = 0
        package var bottom = 0
        package var left = 0
        package var right = 0

        package init(top: Int = 0, bottom: Int = 0, left: Int = 0, right: Int = 0) {
            self.top = top
            self.bottom = bottom
            self.left = left
            self.right = right
        }
    }

    package var sizes: [Size]
    package var margins: Margins

    package init(sizes: [Size] = [], margins: Margins = Margins()) {
        self.sizes = sizes
        self.margins = margins
    }
}
