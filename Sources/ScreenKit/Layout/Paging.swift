internal import Drawing
internal import KioskCore

/// What is shown a page at a time.
extension Composer {
    mutating func place(_ pages: Pages<Intent>, in rect: PixelRect) {
        let shape = look.gridShape(pages.grid, width: rect.width)
        let heights = shape.rowHeights
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
        let taken = isWhole ? room : min(room, height)
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
