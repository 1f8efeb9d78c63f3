internal import Drawing
internal import KioskCore

/// Dividing what is too high for its place into pages.
extension LayoutContext {
    /// The views of each page: as many as fit, and where one does not, as much of it as fits.
    func pages<Intent>(of views: [View<Intent>], spacing: Int, width: Int, available: Int) -> [[View<Intent>]]
    {
        var pages: [[View<Intent>]] = []
        var page: [View<Intent>] = []
        var used = 0
        func turn() {
            pages.append(page)
            (page, used) = ([], 0)
        }
        var rest = Array(leaves(of: views, width: width, available: available).reversed())
        while let view = rest.popLast() {
            let height = size(of: view, width: width).height
            let free = page.isEmpty ? available : available - used - gap(spacing)
            if height <= free {
                page.append(view)
                used = available - free + height
            } else if let (head, tail) = split(view, width: width, available: free) {
                page.append(head)
                rest.append(tail)
                turn()
            } else if page.isEmpty {
                page.append(view)
                turn()
            } else {
                rest.append(view)
                // A headline stays with what it heads.
                if page.count > 1, page.last?.role == .heading { rest.append(page.removeLast()) }
                turn()
            }
        }
        return page.isEmpty ? pages : pages + [page]
    }

    /// Columns and grids become their children and rows; what only spaces is dropped.
    private func leaves<Intent>(of views: [View<Intent>], width: Int, available: Int) -> [View<Intent>] {
        views.flatMap { view -> [View<Intent>] in
            switch view.content {
            case .space: []
            case .stack(let stack) where stack.axis == .vertical:
                leaves(of: stack.children, width: width, available: available)
            case .grid(let grid): gridRows(grid, width: width, available: available)
            default: [view]
            }
        }
    }

    /// The rows of a grid, with fewer columns where a row would be too high for the space.
    private func gridRows<Intent>(_ grid: Grid<Intent>, width: Int, available: Int) -> [View<Intent>] {
        var grid = grid
        var shape = gridShape(grid, width: width)
        while grid.columns > 1, shape.rowHeights.contains(where: { $0 > available }) {
            grid.columns -= 1
            shape = gridShape(grid, width: width)
        }
        return rows(of: grid, shape).map { row in
            var part = grid
            part.columns = shape.columns
            part.cells = row
            return View(.grid(part))
        }
    }

    /// What fits of a view, and what remains; nil for what cannot be cut there.
    private func split<Intent>(
        _ view: View<Intent>, width: Int, available: Int
    ) -> (head: View<Intent>, tail: View<Intent>)? {
        var (head, tail) = (view, view)
        switch view.content {
        case .facts(let facts):
            let fitting = (1..<max(1, facts.count)).last {
                factsSize(Array(facts[..<$0]), width: width).height <= available
            }
            guard let fitting else { return nil }
            head.content = .facts(Array(facts[..<fitting]))
            tail.content = .facts(Array(facts[fitting...]))
        case .panel(let style, let stack):
            let insets = panelInsets(style)
            let parts = split(
                stack, width: width - insets.horizontal, available: available - 2 * insets.vertical)
            guard let parts else { return nil }
            head.content = .panel(style, parts.head)
            tail.content = .panel(style, parts.tail)
        case .text(let words) where words.runs.count == 1:
            guard let parts = split(words, width: width, available: available) else { return nil }
            head.content = .text(parts.head)
            tail.content = .text(parts.tail)
        default: return nil
        }
        return (head, tail)
    }

    private func split<Intent>(
        _ stack: Stack<Intent>, width: Int, available: Int
    ) -> (head: Stack<Intent>, tail: Stack<Intent>)? {
        var (head, tail) = (stack, stack)
        var free = available
        for (index, child) in stack.children.enumerated() {
            let height = size(of: child, width: width).height
            if height <= free {
                free -= height + gap(stack.spacing)
                continue
            }
            head.children = Array(stack.children[..<index])
            tail.children = Array(stack.children[index...])
            if let parts = split(child, width: width, available: free) {
                head.children.append(parts.head)
                tail.children[0] = parts.tail
            } else if index < 2 {
                // One child alone is the heading of the next.
                return nil
            }
            return (head, tail)
        }
        return nil
    }

    /// A text cut between words; not for a line or two.
    private func split(_ words: Words, width: Int, available: Int) -> (head: Words, tail: Words)? {
        guard available >= 3 * lineHeight(words.style) else { return nil }
        let parts = words.plain.split(separator: " ", omittingEmptySubsequences: false)
        var (fits, tooMany) = (0, parts.count)
        while tooMany - fits > 1 {
            let middle = (fits + tooMany) / 2
            let height = fonts.measure(spec(words.saying(parts[..<middle]), width: width)).height
            if height <= available { fits = middle } else { tooMany = middle }
        }
        return fits == 0 ? nil : (words.saying(parts[..<fits]), words.saying(parts[fits...]))
    }
}

extension Words {
    fileprivate func saying(_ parts: ArraySlice<Substring>) -> Words {
        var copy = self
        copy.runs = [Run(parts.joined(separator: " "), isStrong: runs.first?.isStrong ?? false)]
        return copy
    }
}

/// What is shown a page at a time.
extension Composer {
    mutating func place(_ pages: Pages<Intent>, in rect: PixelRect) {
        let shape = context.gridShape(pages.grid, width: rect.width)
        let heights = shape.rowHeights
        let spacing = context.gap(pages.grid.spacing)
        let bar = context.turningHeight(pages.turning, width: rect.width)
        let whole = heights.reduce(0, +) + context.gaps(pages.grid.spacing, heights.count)
        let isWhole = whole <= rect.height
        let available = isWhole ? rect.height : rect.height - bar - context.gap(24)
        let packs = pack(heights, spacing: spacing, into: available)
        let index = min(max(0, pages.turning.index), max(0, packs.count - 1))
        let rows = packs.isEmpty ? 0..<0 : packs[index]
        let cells =
            rows.lowerBound * shape.columns..<min(pages.grid.cells.count, rows.upperBound * shape.columns)
        paging.append(PagingState(index: index, pages: max(1, packs.count), items: cells))
        var page = pages.grid
        page.cells = Array(pages.grid.cells[cells])
        // Fewer cells might make other columns; what was measured must be what is placed.
        page.columns = shape.columns
        // A page keeps the height its rows need; stretching the last, shorter page would move the others.
        let height = heights[rows].reduce(0, +) + context.gaps(pages.grid.spacing, rows.count)
        let taken = isWhole ? available : min(available, height)
        place(page, in: PixelRect(x: rect.x, y: rect.y, width: rect.width, height: taken))
        guard !isWhole else { return }
        placeTurning(
            pages.turning, index: index, of: packs.count,
            in: PixelRect(x: rect.x, y: rect.maxY - bar, width: rect.width, height: bar))
    }

    /// The buttons for the page before and after, at the left and the right of "page 1 of 3".
    mutating func placeTurning(
        _ turning: PageTurning<Intent>, index: Int, of pages: Int, in rect: PixelRect
    ) {
        let width = context.turningButtonWidth(rect.width)
        let left = PixelRect(x: rect.x, y: rect.y, width: width, height: rect.height)
        var previous = View<Intent>.button(turning.previousLabel, picture: .back, intent: turning.previous)
        previous.isEnabled = index > 0
        place(previous.id("page-previous"), in: left)
        let middle = PixelRect(
            x: left.maxX + context.gap(24), y: rect.y, width: rect.width - 2 * (width + context.gap(24)),
            height: rect.height)
        let position = turning.position.replacing("{page}", with: "\(index + 1)")
            .replacing("{pages}", with: "\(pages)")
        nodes.append(ScreenNode(role: .text, label: position, bounds: middle))
        text(
            context.spec(position, .small, width: middle.width, align: .centre), in: middle,
            context.theme.color(.quietInk), middle: true)
        var right = left
        right.x = rect.maxX - width
        var next = View<Intent>.button(turning.nextLabel, picture: .forward, intent: turning.next)
        next.isEnabled = index + 1 < pages
        place(next.id("page-next"), in: right)
    }

    /// Fills pages from the top: as many as fit, at least one each.
    func pack(_ heights: [Int], spacing: Int, into available: Int) -> [Range<Int>] {
        var packs: [Range<Int>] = []
        var start = 0
        var used = 0
        for (index, height) in heights.enumerated() {
            let needed = index == start ? height : used + spacing + height
            if needed > available, index > start {
                packs.append(start..<index)
                start = index
                used = height
            } else {
                used = needed
            }
        }
        if start < heights.count { packs.append(start..<heights.count) }
        return packs
    }
}
