public import KioskCore

/// A strip of paper that grows downwards: texts, rules, gaps and symbols in single dots.
///
/// Text is set with full hinting and without grey, so that a stem is whole dots wide; sizes of 22 dots and
/// more have stems of at least two. Lengths in dots.
public struct DotColumn {
    /// The paper's printable width.
    public let width: Int
    /// White at the left and the right.
    public let margin: Int
    /// How far the strip reaches down.
    public private(set) var height: Int

    private let fonts: FontLibrary
    private var texts: [(text: TextSpec, x: Int, y: Int)] = []
    private var rules: [(y: Int, dash: Int, thickness: Int)] = []
    private var symbols: [(symbol: QRSymbol, x: Int, y: Int, dotsPerModule: Int)] = []

    public init(width: Int, margin: Int = 16, fonts: FontLibrary) {
        self.width = width
        self.margin = margin
        self.fonts = fonts
        height = 0
    }

    private var inner: Int { width - 2 * margin }

    /// Adds a text, wrapped to the width.
    public mutating func text(
        _ text: String, size: Int, isBold: Bool = false, alignment: TextSpec.Alignment = .centre
    ) {
        self.text([TextSpec.Run(text, isBold: isBold)], size: size, alignment: alignment)
    }

    /// Adds a text of which parts are bold.
    public mutating func text(
        _ runs: [TextSpec.Run], size: Int, alignment: TextSpec.Alignment = .centre
    ) {
        add(TextSpec(runs, size: size, width: inner, alignment: alignment), x: margin)
    }

    /// Adds one line of capitals and digits, as large as fits up to `size`, without the space that marks
    /// need.
    public mutating func number(_ text: String, size: Int) {
        var spec = TextSpec(text, size: size, isBold: true, alignment: .centre)
        spec.size = fonts.sizeFitting(spec, width: inner, for: .dots)
        spec.width = inner
        let ink = fonts.measure(spec, for: .dots).ink
        // From a tenth of an em above the ink to a tenth below it.
        let padding = spec.size / 10
        texts.append((spec, margin, height + padding - ink.y))
        height += ink.height + 2 * padding
    }

    /// Adds a name at the left and its value in bold at the right; below each other when they do not fit.
    public mutating func row(_ name: String, _ value: String, size: Int) {
        let gap = size
        let left = fonts.measure(TextSpec(name, size: size), for: .dots)
        let right = fonts.measure(TextSpec(value, size: size, isBold: true), for: .dots)
        if left.width + gap + right.width <= inner {
            let top = height
            add(TextSpec(name, size: size, width: inner), x: margin)
            height = top
            add(TextSpec(value, size: size, isBold: true, width: inner, alignment: .trailing), x: margin)
        } else {
            text(name, size: size, alignment: .leading)
            text(value, size: size, isBold: true, alignment: .trailing)
        }
    }

    /// Adds white.
    public mutating func gap(_ dots: Int) { height += dots }

    /// Adds a dashed rule across the width, with `padding` above and below.
    public mutating func rule(dash: Int = 8, thickness: Int = 3, padding: Int = 12) {
        rules.append((height + padding, dash, thickness))
        height += 2 * padding + thickness
    }

    /// Adds a symbol with its quiet zone in the middle; smaller modules when the paper is too narrow.
    ///
    /// Returns the dots a module came to have; 0 when it does not fit at all and was left out.
    @discardableResult
    public mutating func qr(_ symbol: QRSymbol, dotsPerModule: Int) -> Int {
        let dots = min(dotsPerModule, width / symbol.sideWithQuietZone)
        guard dots > 0 else { return 0 }
        let side = symbol.sideWithQuietZone * dots
        symbols.append((symbol, (width - side) / 2, height, dots))
        height += side
        return dots
    }

    /// The strip as dots.
    public func bitmap() -> DotBitmap {
        var bitmap = DotBitmap(width: width, height: height)
        drawTexts(into: &bitmap)
        for rule in rules {
            for x in stride(from: margin, to: width - margin, by: 2 * rule.dash) {
                let dash = x..<min(x + rule.dash, width - margin)
                for y in rule.y..<rule.y + rule.thickness { bitmap.blacken(dash, row: y) }
            }
        }
        for item in symbols {
            bitmap.draw(item.symbol, x: item.x, y: item.y, dotsPerModule: item.dotsPerModule)
        }
        return bitmap
    }

    private mutating func add(_ spec: TextSpec, x: Int) {
        let spec = spec.alignment == .centre ? fonts.balanced(spec, for: .dots) : spec
        // A balanced text is narrower than the paper and stands in its middle.
        texts.append((spec, x + (inner - (spec.width ?? inner)) / 2, height))
        height += fonts.measure(spec, for: .dots).height
    }

    private func drawTexts(into bitmap: inout DotBitmap) {
        for item in texts {
            let painted = fonts.painted(item.text, for: .dots)
            let (left, top) = (item.x + painted.origin.x, item.y + painted.origin.y)
            let mask = painted.mask
            let part = PixelRect(x: left, y: top, width: mask.width, height: mask.height)
                .intersection(PixelRect(x: 0, y: 0, width: width, height: height))
            let inMask = PixelRect(
                x: part.x - left, y: part.y - top, width: part.width, height: part.height)
            // Without grey, what is covered is covered whole.
            unsafe mask.forEachRun(in: inMask) { row, column, count, _ in
                bitmap.blacken(left + column..<left + column + count, row: top + row)
            }
        }
    }
}

extension DotBitmap {
    /// Blackens dots of one row, all of which lie in the bitmap.
    mutating func blacken(_ columns: Range<Int>, row: Int) {
        guard let last = columns.last else { return }
        let start = row * bytesPerRow
        let head: UInt8 = 0xFF >> UInt8(columns.lowerBound % 8)
        let tail: UInt8 = 0xFF << UInt8(7 - last % 8)
        let (firstByte, lastByte) = (start + columns.lowerBound / 8, start + last / 8)
        guard firstByte < lastByte else { return bytes[firstByte] |= head & tail }
        bytes[firstByte] |= head
        for index in firstByte + 1..<lastByte { bytes[index] = 0xFF }
        bytes[lastByte] |= tail
    }
}
