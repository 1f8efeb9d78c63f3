internal import Drawing
internal import KioskCore

/// What is shown a page at a time.
extension Composer {
    mutating func place(_ pages: Pages<Intent>, in rect: PixelRect) {
        let shape = look.gridShape(pages.grid, width: rect.width)
        let heights = look.rowHeights(of: pages.grid, shape)
        let spacing = look.gap(pages.grid.spacing)
        let bar = look.turningHeight(pages.turning, width: rect.width)
        let whole = heights.reduce(0, +) + look.gaps(pages.grid.spacing, heights.count)
        let isWhole = whole <= rect.height
        let room = isWhole ? rect.height : rect.height - bar - look.gap(24)
        let packs = pack(heights, spacing: spacing, into: room)
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
        let height = heights[rows].reduce(0, +) + look.gaps(pages.grid.spacing, rows.count)
        place(page, in: PixelRect(x: rect.x, y: rect.y, width: rect.width, height: isWhole ? room : min(room, height)))
        guard !isWhole else { return }
        placeTurning(
            pages.turning, index: index, of: packs.count,
            in: PixelRect(x: rect.x, y: rect.maxY - bar, width: rect.width, height: bar))
    }

    /// The buttons for the page before and after, at the left and the right of "page 1 of 3".
    mutating func placeTurning(
        _ turning: PageTurning<Intent>, index: Int, of pages: Int, in rect: PixelRect
    ) {
        let width = look.turningButtonWidth(rect.width)
        let left = PixelRect(x: rect.x, y: rect.y, width: width, height: rect.height)
        var previous = View<Intent>.button(turning.previousLabel, picture: .back, intent: turning.previous)
        previous.isEnabled = index > 0
        place(previous.id("page-previous"), in: left)
        let middle = PixelRect(
            x: left.maxX + look.gap(24), y: rect.y, width: rect.width - 2 * (width + look.gap(24)),
            height: rect.height)
        let position = turning.position.replacing("{page}", with: "\(index + 1)")
            .replacing("{pages}", with: "\(pages)")
        nodes.append(ScreenNode(role: .text, label: position, bounds: middle))
        text(
            look.spec(position, .small, width: middle.width, align: .centre), in: middle,
            look.theme.color(.quietInk), middle: true)
        var right = left
        right.x = rect.maxX - width
        var next = View<Intent>.button(turning.nextLabel, picture: .forward, intent: turning.next)
        next.isEnabled = index + 1 < pages
        place(next.id("page-next"), in: right)
    }

    /// Fills pages from the top: as many as fit, at least one each.
    func pack(_ heights: [Int], spacing: Int, into room: Int) -> [Range<Int>] {
        var packs: [Range<Int>] = []
        var start = 0
        var used = 0
        for (index, height) in heights.enumerated() {
            let needed = index == start ? height : used + spacing + height
            if needed > room, index > start {
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

/// Cutting what is too high for its place into pieces that can be shown on pages.
extension Look {
    /// The smallest pieces that `views` may be divided into without cutting a control or a card's line.
    func pieces<Intent>(of views: [View<Intent>], width: Int, room: Int) -> [View<Intent>] {
        views.flatMap { view -> [View<Intent>] in
            if case .space = view.content { return [] }
            switch view.content {
            case .stack(let stack) where stack.axis == .vertical:
                return pieces(of: stack.children, width: width, room: room)
            case .grid(let grid):
                return gridRows(grid, width: width, room: room)
            default:
                return size(of: view, width: width).height <= room ? [view] : halves(of: view, width, room)
            }
        }
    }

    /// The rows of a grid, with fewer columns where a row would be too high for the room.
    private func gridRows<Intent>(_ grid: Grid<Intent>, width: Int, room: Int) -> [View<Intent>] {
        var grid = grid
        while grid.columns > 1,
            rowHeights(of: grid, gridShape(grid, width: width)).contains(where: { $0 > room })
        {
            grid.columns -= 1
        }
        let shape = gridShape(grid, width: width)
        return rows(of: grid, shape).map { row in
            var part = grid
            part.columns = shape.columns
            part.cells = row
            return View(.grid(part))
        }
    }

    private func halves<Intent>(of view: View<Intent>, _ width: Int, _ room: Int) -> [View<Intent>] {
        switch view.content {
        case .facts(let facts) where facts.count > 1:
            return facts.map { View(.facts([$0])) }
        case .panel(let style, var stack):
            let insets = panelInsets(style)
            return packed(stack, width: width - insets.horizontal, room: room - 2 * insets.vertical)
                .map { children in
                    stack.children = children
                    return View(.panel(style, stack))
                }
        case .text(let words) where words.runs.count == 1:
            return parts(of: words, width: width, room: room).map { part in
                var piece = view
                piece.content = .text(part)
                return piece
            }
        default: return [view]
        }
    }

    /// The children of a panel on as few panels as can hold them; a long text begins under its heading.
    private func packed<Intent>(_ stack: Stack<Intent>, width: Int, room: Int) -> [[View<Intent>]] {
        var packs: [[View<Intent>]] = [[]]
        var used = 0
        func add(_ view: View<Intent>, _ height: Int, onNew isNew: Bool) {
            if isNew, packs.last?.isEmpty == false {
                packs.append([])
                used = 0
            }
            used += height + (used == 0 ? 0 : gap(stack.spacing))
            packs[packs.count - 1].append(view)
        }
        for child in stack.children {
            let height = size(of: child, width: width).height
            let free = used == 0 ? room : room - used - gap(stack.spacing)
            if height <= free {
                add(child, height, onNew: false)
            } else if case .text(let words) = child.content, words.runs.count == 1,
                free >= 4 * lineHeight(words.style)
            {
                for (index, part) in parts(of: words, width: width, room: room, first: free).enumerated() {
                    var piece = child
                    piece.content = .text(part)
                    add(piece, size(of: piece, width: width).height, onNew: index > 0)
                }
            } else {
                for piece in pieces(of: [child], width: width, room: room) {
                    add(piece, size(of: piece, width: width).height, onNew: true)
                }
            }
        }
        return packs
    }

    /// A text cut between words so that every part fits, the first into what another leaves.
    private func parts(of words: Words, width: Int, room: Int, first: Int? = nil) -> [Words] {
        var parts: [Words] = []
        var rest = words.plain.split(separator: " ", omittingEmptySubsequences: false)[...]
        while !rest.isEmpty {
            var fits = 1
            var tooMany = rest.count + 1
            while tooMany - fits > 1 {
                let middle = (fits + tooMany) / 2
                let height = fonts.measure(spec(words.saying(rest.prefix(middle)), width: width)).height
                if height <= (parts.isEmpty ? first ?? room : room) { fits = middle } else { tooMany = middle }
            }
            parts.append(words.saying(rest.prefix(fits)))
            rest = rest.dropFirst(fits)
        }
        return parts
    }
}

extension Words {
    fileprivate func saying(_ parts: ArraySlice<Substring>) -> Words {
        var copy = self
        copy.runs = [Run(parts.joined(separator: " "), isStrong: runs.first?.isStrong ?? false)]
        return copy
    }
}
