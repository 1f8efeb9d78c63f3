internal import Drawing
internal import KioskCore

/// The space a view needs: its natural width and height within an offered width, padding included.
extension LayoutContext {
    func size<Intent>(of view: View<Intent>, width offered: Int) -> PixelSize {
        let outer =
            switch view.frame.width {
            case .fill, .fit: offered
            case .fixed(let units): min(offered, isCode(view) ? code(units) : px(units))
            }
        let horizontal = 2 * pad(view.frame.padding.horizontal)
        let vertical = 2 * pad(view.frame.padding.vertical)
        var size = contentSize(view.content, width: max(1, outer - horizontal))
        size.width = view.frame.width == .fit ? min(outer, size.width + horizontal) : outer
        size.height = max(size.height + vertical, px(view.frame.minHeight))
        if case .fixed(let units) = view.frame.height { size.height = max(size.height, px(units)) }
        return size
    }

    private func isCode<Intent>(_ view: View<Intent>) -> Bool {
        if case .qr = view.content { true } else { false }
    }

    /// The most a view takes along a column when there is space.
    func maxHeight<Intent>(of view: View<Intent>, width: Int) -> Int {
        let least = size(of: view, width: width).height
        let bound = view.frame.maxHeight
        if view.frame.grow > 0 { return bound == 0 ? Int.max / 4 : max(least, px(bound)) }
        let inner = width - 2 * pad(view.frame.padding.horizontal)
        switch view.content {
        case .stack(let stack) where stack.axis == .vertical:
            let most = stack.children.map { maxHeight(of: $0, width: inner) }
            return max(least, sum(most) + gaps(stack.spacing, stack.children.count))
        case .grid(let grid):
            let shape = gridShape(grid, width: inner)
            let most = rows(of: grid, shape).map { row in
                row.map { maxHeight(of: $0, width: shape.cellWidth) }.max() ?? 0
            }
            return max(least, sum(most) + gaps(grid.spacing, most.count))
        default: return least
        }
    }

    func gaps(_ spacing: Int, _ count: Int) -> Int { gap(spacing) * max(0, count - 1) }

    private func sum(_ heights: [Int]) -> Int {
        min(Int.max / 4, heights.reduce(0) { min(Int.max / 4, $0 + $1) })
    }

    private func contentSize<Intent>(_ content: View<Intent>.Content, width: Int) -> PixelSize {
        switch content {
        case .text(let words): textSize(words, width: width)
        case .picture(_, let size, _): PixelSize(width: ornament(size), height: ornament(size))
        case .qr: PixelSize(width: width, height: width)
        case .steps: PixelSize(width: width, height: px(20))
        case .progress: PixelSize(width: width, height: px(28))
        case .stack(let stack): stackSize(stack, width: width)
        case .grid(let grid): gridSize(grid, width: width)
        case .panel(let style, let stack):
            stackSize(stack, width: width - panelInsets(style).horizontal).grown(by: panelInsets(style))
        case .facts(let facts): factsSize(facts, width: width)
        case .button(_, let title, let picture): buttonSize(title, picture, width: width)
        case .tile(let tile): tileSize(tile, width: width)
        case .key(let text, let picture): keySize(text, picture, width: width)
        case .checkbox(_, let title, let detail): checkboxSize(title, detail, width: width)
        case .input: PixelSize(width: width, height: max(px(128), lineHeight(.display) + pad(40)))
        case .listItem(let title, let detail, let picture):
            listItemSize(title, detail, picture, width: width)
        case .chip(let text, _, let picture): chipSize(text, picture, width: width)
        case .pages(let pages): pagesSize(pages, width: width)
        case .rule: PixelSize(width: width, height: line)
        case .space(let units): PixelSize(width: 0, height: pad(units))
        }
    }

    func lineHeight(_ style: TextStyle) -> Int { fonts.measure(spec("Ệg", style, width: nil)).height }

    private func textSize(_ words: Words, width: Int) -> PixelSize {
        let spec = spec(words, width: width)
        let extent = fonts.measure(spec)
        return PixelSize(
            width: extent.width,
            height: words.style == .number ? numberHeight(spec.size) : extent.height)
    }

    /// A number is digits and capitals: no space for marks above, 1.1 em in all.
    func numberHeight(_ size: Int) -> Int { size * 11 / 10 }

    /// A row that is too narrow for its fitting children becomes a column.
    func wrapped<Intent>(_ stack: Stack<Intent>, width: Int) -> Stack<Intent> {
        guard stack.axis == .horizontal else { return stack }
        let taken = rowWidths(stack, width: width).reduce(0, +) + gaps(stack.spacing, stack.children.count)
        guard taken > width else { return stack }
        let children = stack.children.filter { if case .space = $0.content { false } else { true } }
        return Stack(.vertical, spacing: stack.spacing, alignment: .leading, children: children)
    }

    private func stackSize<Intent>(_ stack: Stack<Intent>, width: Int) -> PixelSize {
        let stack = wrapped(stack, width: width)
        switch stack.axis {
        case .vertical:
            let sizes = stack.children.map { size(of: $0, width: width) }
            return PixelSize(
                width: sizes.map(\.width).max() ?? 0,
                height: sizes.reduce(0) { $0 + $1.height } + gaps(stack.spacing, sizes.count))
        case .horizontal:
            let widths = rowWidths(stack, width: width)
            let heights = zip(stack.children, widths).map { size(of: $0, width: $1).height }
            return PixelSize(
                width: widths.reduce(0, +) + gaps(stack.spacing, widths.count), height: heights.max() ?? 0)
        }
    }

    /// Fitting and fixed children take what they need; the others share the rest.
    func rowWidths<Intent>(_ row: Stack<Intent>, width: Int) -> [Int] {
        let available = max(0, width - gaps(row.spacing, row.children.count))
        var widths = row.children.map { child -> Int? in
            switch child.frame.width {
            case .fill:
                if case .space(let units) = child.content {
                    child.frame.grow > 0 ? nil : pad(units)
                } else {
                    nil
                }
            case .fit, .fixed: size(of: child, width: available).width
            }
        }
        let taken = widths.reduce(0) { $0 + ($1 ?? 0) }
        let shares = zip(row.children, widths).map { $1 == nil ? max(1, $0.frame.grow) : 0 }
        var rest = max(0, available - taken)
        var left = shares.reduce(0, +)
        for index in widths.indices where widths[index] == nil {
            let part = rest * shares[index] / max(1, left)
            widths[index] = part
            rest -= part
            left -= shares[index]
        }
        return widths.map { $0 ?? 0 }
    }

    /// Each cell is measured once: there are many, and a frame asks for them again and again.
    func gridShape<Intent>(_ grid: Grid<Intent>, width: Int) -> GridShape {
        let spacing = gap(grid.spacing)
        let least = max(1, profile.pixels(Double(grid.minCellWidth) * textFactor))
        var columns = max(1, min(grid.columns, (width + spacing) / (least + spacing)))
        while true {
            let cellWidth = (width - spacing * (columns - 1)) / columns
            let tower = max(px(360), cellWidth * 5 / 4)
            let heights = grid.cells.map { size(of: $0, width: cellWidth).height }
            // Long names make narrow cells into towers: better fewer columns.
            guard columns > 1, heights.contains(where: { $0 > tower }) else {
                let rows = stride(from: 0, to: heights.count, by: columns).map {
                    heights[$0..<min(heights.count, $0 + columns)].max() ?? 0
                }
                return GridShape(columns: columns, cellWidth: cellWidth, rowHeights: rows)
            }
            columns -= 1
        }
    }

    func rows<Intent>(of grid: Grid<Intent>, _ shape: GridShape) -> [[View<Intent>]] {
        stride(from: 0, to: grid.cells.count, by: shape.columns).map {
            Array(grid.cells[$0..<min(grid.cells.count, $0 + shape.columns)])
        }
    }

    private func gridSize<Intent>(_ grid: Grid<Intent>, width: Int) -> PixelSize {
        let heights = gridShape(grid, width: width).rowHeights
        return PixelSize(width: width, height: heights.reduce(0, +) + gaps(grid.spacing, heights.count))
    }

    /// At least its highest row and the row of page buttons.
    private func pagesSize<Intent>(_ pages: Pages<Intent>, width: Int) -> PixelSize {
        let heights = gridShape(pages.grid, width: width).rowHeights
        let all = heights.reduce(0, +) + gaps(pages.grid.spacing, heights.count)
        let one = (heights.max() ?? 0) + gap(24) + turningHeight(pages.turning, width: width)
        return PixelSize(width: width, height: min(all, one))
    }

    func turningHeight<Intent>(_ turning: PageTurning<Intent>, width: Int) -> Int {
        [turning.previousLabel, turning.nextLabel]
            .map { buttonSize($0, .back, width: turningButtonWidth(width)).height }.max() ?? 0
    }

    func turningButtonWidth(_ width: Int) -> Int { min(px(440), (width - 2 * gap(24)) * 2 / 5) }

    func panelInsets(_ style: PanelStyle) -> PanelInsets {
        switch style {
        case .plain, .card: PanelInsets(left: pad(40), right: pad(40), vertical: pad(28))
        case .state: PanelInsets(left: px(16) + pad(32), right: pad(40), vertical: pad(32))
        }
    }
}

/// The columns and rows of a grid on this panel, in pixels.
struct GridShape {
    var columns: Int
    var cellWidth: Int
    /// Each as high as its highest cell.
    var rowHeights: [Int]
}

/// Space inside a panel, in pixels.
struct PanelInsets {
    var left: Int
    var right: Int
    var vertical: Int
    var horizontal: Int { left + right }
}

extension PixelSize {
    func grown(by insets: PanelInsets) -> PixelSize {
        PixelSize(width: width + insets.horizontal, height: height + 2 * insets.vertical)
    }
}
