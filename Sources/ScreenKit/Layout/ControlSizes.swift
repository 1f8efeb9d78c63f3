internal import Drawing
internal import KioskCore

/// What the controls need, and where their parts stand. Targets: 20 mm for main actions, 15 mm for the
/// others.
extension LayoutContext {
    func height(_ text: String, _ style: TextStyle, isBold: Bool? = nil, width: Int) -> Int {
        fonts.measure(spec(text, style, isBold: isBold, width: max(1, width))).height
    }

    func buttonSize(_ title: String, _ picture: Pictogram?, width: Int) -> PixelSize {
        let inner = width - 2 * pad(24) - (picture == nil ? 0 : px(48) + pad(20))
        let extent = fonts.measure(spec(title, .button, width: max(1, inner)))
        return PixelSize(
            width: width - inner + extent.width, height: max(px(96), extent.height + 2 * pad(16)))
    }

    func keySize(_ text: String, _ picture: Pictogram?, width: Int) -> PixelSize {
        let words = picture == nil ? height(text, .button, width: width - 2 * px(8)) : 0
        return PixelSize(width: width, height: max(px(88), words + 2 * pad(4)))
    }

    /// A single letter is as large as its key allows: a third of the height, up to the size of a headline.
    func keySpec(_ text: String, in rect: PixelRect) -> TextSpec {
        var spec = spec(text, .button, width: rect.width - 2 * px(8), align: .centre)
        if text.count == 1 {
            spec.size = max(spec.size, min(size(of: .display), rect.height * 2 / 5, rect.width / 2))
        }
        return spec
    }

    // MARK: Tiles

    struct TileShape {
        var insets: PixelSize
        /// The side of the square behind the pictogram; 0 without one.
        var ornament: Int
        var ornamentGap: Int
        var titleStyle: TextStyle
        var detailStyle: TextStyle
        var minHeight: Int
    }

    func shape(of tile: Tile) -> TileShape {
        switch tile.prominence {
        case .ordinary:
            TileShape(
                insets: PixelSize(width: pad(32), height: pad(24)),
                ornament: tile.picture == nil ? 0 : ornament(64), ornamentGap: pad(24), titleStyle: .title,
                detailStyle: .small, minHeight: px(spacingScale < 1 ? 120 : 160))
        case .large, .primary:
            TileShape(
                insets: PixelSize(width: pad(44), height: pad(32)),
                ornament: tile.picture == nil ? 0 : ornament(168), ornamentGap: pad(40),
                titleStyle: .display, detailStyle: .lead, minHeight: px(spacingScale < 1 ? 160 : 224))
        }
    }

    func tileTextWidth(_ shape: TileShape, width: Int) -> Int {
        max(
            1,
            width - 2 * shape.insets.width
                - (shape.ornament == 0 ? 0 : shape.ornament + shape.ornamentGap))
    }

    func tileTextHeight(_ tile: Tile, _ shape: TileShape, width: Int) -> Int {
        let title = height(tile.title, shape.titleStyle, width: width)
        guard let detail = tile.detail else { return title }
        return title + pad(4)
            + height(brokenAtDots(detail, shape.detailStyle, width: width), shape.detailStyle, width: width)
    }

    /// What a dot divides stands on lines of its own when it does not fit on one.
    func brokenAtDots(_ text: String, _ style: TextStyle, width: Int) -> String {
        let whole = fonts.measure(spec(text, style, width: nil))
        return whole.width <= width ? text : text.replacing(" · ", with: "\n")
    }

    func tileSize(_ tile: Tile, width: Int) -> PixelSize {
        let shape = shape(of: tile)
        let text = tileTextHeight(tile, shape, width: tileTextWidth(shape, width: width))
        return PixelSize(
            width: width, height: max(shape.minHeight, max(text, shape.ornament) + 2 * shape.insets.height))
    }

    // MARK: Rows

    func rowTextHeight(_ title: String, _ detail: String?, width: Int) -> Int {
        let first = height(title, .body, isBold: isBoldRow(title), width: width)
        guard let detail else { return first }
        return first + height(detail, .small, width: width)
    }

    /// A name of many lines reads better in the regular weight.
    func isBoldRow(_ title: String) -> Bool { title.count <= 60 }

    var checkboxSide: Int { px(72) }

    func checkboxSize(_ title: String, _ detail: String?, width: Int) -> PixelSize {
        let text = rowTextHeight(title, detail, width: width - 2 * pad(32) - checkboxSide - pad(28))
        return PixelSize(width: width, height: max(text, checkboxSide) + 2 * pad(24))
    }

    func listItemTextWidth(_ picture: Pictogram?, width: Int) -> Int {
        // The arrow at the end is always given its space, so that texts of a list end in one line.
        width - 2 * pad(32) - px(40) - pad(24) - (picture == nil ? 0 : px(56) + pad(24))
    }

    func listItemSize(_ title: String, _ detail: String?, _ picture: Pictogram?, width: Int) -> PixelSize {
        let text = rowTextHeight(title, detail, width: listItemTextWidth(picture, width: width))
        return PixelSize(width: width, height: max(px(112), text + 2 * pad(20)))
    }

    func chipSize(_ text: String, _ picture: Pictogram?, width: Int) -> PixelSize {
        let ornament = picture == nil ? 0 : px(36) + pad(12)
        let inner = max(1, width - 2 * pad(24) - ornament)
        let extent = fonts.measure(spec(text, .small, isBold: true, width: inner))
        return PixelSize(width: extent.width + 2 * pad(24) + ornament, height: extent.height + 2 * pad(8))
    }

    // MARK: Facts

    static let factsInset = 40

    /// A name and its value stand side by side when both fit on one line, else one under the other.
    func fitsOneLine(_ fact: Fact, width: Int) -> Bool {
        let name = fonts.measure(spec(fact.name, .body, width: nil)).width
        let value = fonts.measure(spec(fact.value, .body, isBold: true, width: nil)).width
        return name + px(32) + value <= width
    }

    func factHeight(_ fact: Fact, width: Int) -> Int {
        let value = height(fact.value, .body, isBold: true, width: width)
        let text = fitsOneLine(fact, width: width) ? value : value + height(fact.name, .body, width: width)
        return text + 2 * pad(22)
    }

    func factsSize(_ facts: [Fact], width: Int) -> PixelSize {
        let inner = width - 2 * pad(Self.factsInset)
        let rows = facts.map { factHeight($0, width: inner) }
        return PixelSize(width: width, height: rows.reduce(0, +) + 2 * pad(10))
    }
}
