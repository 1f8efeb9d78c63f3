internal import Drawing
internal import KioskCore

/// Dividing what is too high for its place into pages.
extension Look {
    /// The views of each page: as many as fit, and where one does not, as much of it as fits.
    func pages<Intent>(of views: [View<Intent>], spacing: Int, width: Int, room: Int) -> [[View<Intent>]] {
        var pages: [[View<Intent>]] = []
        var page: [View<Intent>] = []
        var used = 0
        func turn() {
            pages.append(page)
            (page, used) = ([], 0)
        }
        var rest = Array(leaves(of: views, width: width, room: room).reversed())
        while let view = rest.popLast() {
            let height = size(of: view, width: width).height
            let free = page.isEmpty ? room : room - used - gap(spacing)
            if height <= free {
                page.append(view)
                used = room - free + height
            } else if let (head, tail) = cut(view, width: width, room: free) {
                page.append(head)
                rest.append(tail)
                turn()
            } else if page.isEmpty {
                page.append(view)
                turn()
            } else {
                rest.append(view)
                // A headline is nothing without what it heads.
                if page.count > 1, page.last?.role == .heading { rest.append(page.removeLast()) }
                turn()
            }
        }
        return page.isEmpty ? pages : pages + [page]
    }

    /// Columns and grids become their children and rows; what only spaces is dropped.
    private func leaves<Intent>(of views: [View<Intent>], width: Int, room: Int) -> [View<Intent>] {
        views.flatMap { view -> [View<Intent>] in
            switch view.content {
            case .space: []
            case .stack(let stack) where stack.axis == .vertical:
                leaves(of: stack.children, width: width, room: room)
            case .grid(let grid): gridRows(grid, width: width, room: room)
            default: [view]
            }
        }
    }

    /// The rows of a grid, with fewer columns where a row would be too high for the room.
    private func gridRows<Intent>(_ grid: Grid<Intent>, width: Int, room: Int) -> [View<Intent>] {
        var grid = grid
        var shape = gridShape(grid, width: width)
        while grid.columns > 1, shape.rowHeights.contains(where: { $0 > room }) {
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
    private func cut<Intent>(
        _ view: View<Intent>, width: Int, room: Int
    ) -> (head: View<Intent>, tail: View<Intent>)? {
        var (head, tail) = (view, view)
        switch view.content {
        case .facts(let facts):
            let fitting = (1..<max(1, facts.count)).last {
                factsSize(Array(facts[..<$0]), width: width).height <= room
            }
            guard let fitting else { return nil }
            head.content = .facts(Array(facts[..<fitting]))
            tail.content = .facts(Array(facts[fitting...]))
        case .panel(let style, let stack):
            let insets = panelInsets(style)
            let parts = cut(stack, width: width - insets.horizontal, room: room - 2 * insets.vertical)
            guard let parts else { return nil }
            head.content = .panel(style, parts.head)
            tail.content = .panel(style, parts.tail)
        case .text(let words) where words.runs.count == 1:
            guard let parts = cut(words, width: width, room: room) else { return nil }
            head.content = .text(parts.head)
            tail.content = .text(parts.tail)
        default: return nil
        }
        return (head, tail)
    }

    private func cut<Intent>(
        _ stack: Stack<Intent>, width: Int, room: Int
    ) -> (head: Stack<Intent>, tail: Stack<Intent>)? {
        var (head, tail) = (stack, stack)
        var free = room
        for (index, child) in stack.children.enumerated() {
            let height = size(of: child, width: width).height
            if height <= free {
                free -= height + gap(stack.spacing)
                continue
            }
            head.children = Array(stack.children[..<index])
            tail.children = Array(stack.children[index...])
            if let parts = cut(child, width: width, room: free) {
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
    private func cut(_ words: Words, width: Int, room: Int) -> (head: Words, tail: Words)? {
        guard room >= 3 * lineHeight(words.style) else { return nil }
        let parts = words.plain.split(separator: " ", omittingEmptySubsequences: false)
        var (fits, tooMany) = (0, parts.count)
        while tooMany - fits > 1 {
            let middle = (fits + tooMany) / 2
            let height = fonts.measure(spec(words.saying(parts[..<middle]), width: width)).height
            if height <= room { fits = middle } else { tooMany = middle }
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
