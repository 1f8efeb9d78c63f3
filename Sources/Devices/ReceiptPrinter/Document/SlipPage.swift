package import KioskCore

/// The page that a slip is printed on, and where on it; lengths in hundredths of a millimetre.
package struct SlipPage: Hashable, Sendable {
    package static let unitsPerInch = 2540

    /// How far a slip may reach into what the printer leaves white: an edge of the slip is white itself.
    private static let maxOverlap = 100

    package let width: Int
    package let length: Int
    package let margins: MediaOffer.Margins
    /// Where the slip's left upper corner is.
    package let left: Int
    package let top: Int

    /// The smallest page of an offer that holds a slip; `nil` if there is none.
    ///
    /// A slip stands in the middle of the width and at the top of the length. An offer that names no sizes
    /// gets the slip's own.
    package init?(for slip: DotBitmap, dotsPerInch: Int, on offer: MediaOffer) {
        let width = Self.units(dots: slip.width, dotsPerInch: dotsPerInch)
        let length = Self.units(dots: slip.height, dotsPerInch: dotsPerInch)
        let margins = offer.margins
        let pages = offer.sizes.compactMap { size -> (width: Int, length: Int)? in
            let across = Self.extent(of: width + margins.left + margins.right, in: size.width)
            let along = Self.extent(of: length + margins.top + margins.bottom, in: size.length)
            guard let across, let along, across >= width, along >= length else { return nil }
            return (across, along)
        }
        let own = offer.sizes.isEmpty ? (Self.wholePoints(width), Self.wholePoints(length)) : nil
        guard let page = pages.min(by: { $0.width * $0.length < $1.width * $1.length }) ?? own else {
            return nil
        }
        self.width = page.width
        self.length = page.length
        self.margins = margins
        left = (page.width - width) / 2
        top = min(margins.top, page.length - length)
    }

    /// Whole dots from the page's edge to the slip's.
    package func offset(dotsPerInch: Int) -> (x: Int, y: Int) {
        ((left * dotsPerInch) / Self.unitsPerInch, (top * dotsPerInch) / Self.unitsPerInch)
    }

    private static func extent(of need: Int, in range: ClosedRange<Int>) -> Int? {
        guard need <= range.upperBound + maxOverlap else { return nil }
        return min(max(wholePoints(need), range.lowerBound), range.upperBound)
    }

    /// CUPS counts the pages of a roll in whole points, and cuts off what is more.
    private static func wholePoints(_ length: Int) -> Int {
        let points = (length * 72 + unitsPerInch - 1) / unitsPerInch
        return (points * unitsPerInch + 71) / 72
    }

    private static func units(dots: Int, dotsPerInch: Int) -> Int {
        (dots * unitsPerInch + dotsPerInch - 1) / dotsPerInch
    }
}

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

extension DotBitmap {
    /// The whole page in dots of a printer's resolution, with the slip on it.
    ///
    /// At the slip's own resolution every dot stays a dot; at another one the nearest is taken.
    func onPage(_ page: SlipPage, dotsPerInch own: Int, at resolution: Int) -> DotBitmap {
        var picture = DotBitmap(
            width: page.width * resolution / SlipPage.unitsPerInch,
            height: page.length * resolution / SlipPage.unitsPerInch)
        let (left, top) = page.offset(dotsPerInch: resolution)
        let columns = min(width * resolution / own, picture.width - left)
        for y in 0..<min(height * resolution / own, picture.height - top) {
            let from = y * own / resolution
            for x in 0..<columns where self[x * own / resolution, from] { picture[left + x, top + y] = true }
        }
        return picture
    }
}

extension DotBitmap {
    /// The upper part.
    func first(rows: Int) -> DotBitmap {
        var part = DotBitmap(width: width, height: rows)
        part.bytes = Array(bytes.prefix(part.bytes.count))
        return part
    }
}
