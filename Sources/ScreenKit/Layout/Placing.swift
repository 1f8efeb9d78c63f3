internal import Drawing
internal import KioskCore

/// Puts views into rectangles that were measured for them.
extension Composer {
    mutating func place(_ view: View<Intent>, in outer: PixelRect) {
        let padding = view.frame.padding
        let rect = PixelRect(
            x: outer.x + context.pad(padding.horizontal), y: outer.y + context.pad(padding.vertical),
            width: outer.width - 2 * context.pad(padding.horizontal),
            height: outer.height - 2 * context.pad(padding.vertical))
        switch view.content {
        case .text(let words): place(words, of: view, in: rect)
        case .picture(let pictogram, _, let color):
            if let label = view.label { node(of: view, .image, label: label, in: rect) }
            picture(pictogram, rect, context.theme.color(color))
        case .qr(let text):
            node(of: view, .qr, label: view.label ?? "QR", in: rect)
            items.append(.qr(try? QRSymbol(text), rect))
        case .steps(let done, let total): placeSteps(done, total, of: view, in: rect)
        case .progress(let percent): placeProgress(percent, of: view, in: rect)
        case .stack(let stack): place(stack, in: rect)
        case .grid(let grid): place(grid, in: rect)
        case .panel(let style, let stack): placePanel(style, stack, of: view, in: rect)
        case .facts(let facts): placeFacts(facts, of: view, in: rect)
        case .pages(let pages): place(pages, in: rect)
        case .rule: fill(rect, context.theme.color(.line))
        case .space: break
        case .button, .tile, .key, .checkbox, .input, .listItem, .chip: placeControl(view, in: rect)
        }
    }

    private mutating func place(_ words: Words, of view: View<Intent>, in rect: PixelRect) {
        let spec = context.spec(words, width: rect.width)
        node(of: view, .text, label: words.plain, in: rect)
        guard words.style == .number else {
            // A balanced text is narrower than its place.
            var box = rect
            box.width = spec.width ?? rect.width
            box.x += offset(words.alignment, rect.width - box.width)
            return text(spec, in: box, context.theme.color(words.color))
        }
        // The middle of the capitals (0.36 em over the baseline) comes to the middle of the box.
        let extent = context.fonts.measure(spec)
        let baseline = rect.y + rect.height / 2 + spec.size * 36 / 100
        text(
            spec, extent, at: PixelPoint(x: rect.x, y: baseline - extent.baseline), in: rect,
            context.theme.color(words.color))
    }

    // MARK: Stacks and grids

    mutating func place(_ stack: Stack<Intent>, in rect: PixelRect) {
        let stack = context.wrapped(stack, width: rect.width)
        switch stack.axis {
        case .vertical: placeColumn(stack, in: rect)
        case .horizontal: placeRow(stack, in: rect)
        }
    }

    private mutating func placeColumn(_ stack: Stack<Intent>, in rect: PixelRect) {
        var heights = stack.children.map { context.size(of: $0, width: rect.width).height }
        let available = rect.height - context.gaps(stack.spacing, heights.count)
        share(
            available - heights.reduce(0, +), among: &heights,
            limits: stack.children.map { context.maxHeight(of: $0, width: rect.width) },
            shares: stack.children.map { max(1, $0.frame.grow) })
        var y = rect.y
        for (child, height) in zip(stack.children, heights) {
            let width = context.size(of: child, width: rect.width).width
            let alignment = child.frame.alignment == .leading ? stack.alignment : child.frame.alignment
            let x = rect.x + offset(alignment, rect.width - width)
            place(child, in: PixelRect(x: x, y: y, width: width, height: height))
            y += height + context.gap(stack.spacing)
        }
    }

    private mutating func placeRow(_ stack: Stack<Intent>, in rect: PixelRect) {
        let widths = context.rowWidths(stack, width: rect.width)
        var x = rect.x
        for (child, width) in zip(stack.children, widths) {
            let natural = context.size(of: child, width: width).height
            let height = child.stretchesInRow ? max(natural, rect.height) : natural
            let y = rect.y + offset(stack.alignment, rect.height - height)
            place(child, in: PixelRect(x: x, y: y, width: width, height: height))
            x += width + context.gap(stack.spacing)
        }
    }

    mutating func place(_ grid: Grid<Intent>, in rect: PixelRect) {
        let shape = context.gridShape(grid, width: rect.width)
        let rows = context.rows(of: grid, shape)
        var heights = shape.rowHeights
        share(
            rect.height - heights.reduce(0, +) - context.gaps(grid.spacing, heights.count), among: &heights,
            limits: rows.map { row in
                row.map { context.maxHeight(of: $0, width: shape.cellWidth) }.max() ?? 0
            },
            shares: rows.map { _ in 1 })
        var y = rect.y
        for (row, height) in zip(rows, heights) {
            for (column, cell) in row.enumerated() {
                let x = rect.x + column * (shape.cellWidth + context.gap(grid.spacing))
                place(cell, in: PixelRect(x: x, y: y, width: shape.cellWidth, height: height))
            }
            y += height + context.gap(grid.spacing)
        }
    }

    /// Gives left-over space to those that may grow, in proportion, none beyond its limit.
    private func share(_ extra: Int, among heights: inout [Int], limits: [Int], shares: [Int]) {
        var extra = extra
        while extra > 0 {
            let open = heights.indices.filter { heights[$0] < limits[$0] }
            let total = open.reduce(0) { $0 + shares[$1] }
            guard total > 0 else { return }
            let before = extra
            for index in open {
                let part = min(max(1, before * shares[index] / total), limits[index] - heights[index], extra)
                heights[index] += part
                extra -= part
            }
        }
    }

    private func offset(_ alignment: Alignment, _ available: Int) -> Int {
        switch alignment {
        case .leading: 0
        case .centre: available / 2
        case .trailing: available
        }
    }

    // MARK: What is only read

    private mutating func placeSteps(_ done: Int, _ total: Int, of view: View<Intent>, in rect: PixelRect) {
        node(of: view, .progress, label: view.label ?? "", value: "\(done)/\(total)", in: rect)
        guard total > 0 else { return }
        let gap = context.px(12)
        for step in 0..<total {
            let left = rect.x + (rect.width + gap) * step / total
            let right = rect.x + (rect.width + gap) * (step + 1) / total - gap
            bar(
                PixelRect(x: left, y: rect.y, width: right - left, height: rect.height), isFilled: step < done
            )
        }
    }

    private mutating func placeProgress(_ percent: Int, of view: View<Intent>, in rect: PixelRect) {
        node(of: view, .progress, label: view.label ?? "", value: "\(percent)%", in: rect)
        bar(rect, isFilled: false)
        var filled = rect
        filled.width = max(rect.height, rect.width * min(100, max(0, percent)) / 100)
        if percent > 0 { bar(filled, isFilled: true) }
    }

    private mutating func bar(_ rect: PixelRect, isFilled: Bool) {
        let theme = context.theme
        if theme.name == .highContrast && !isFilled {
            fill(rect, theme.color(.card), radius: 10)
            stroke(rect, theme.color(.line), width: context.line, radius: 10)
        } else {
            fill(rect, theme.color(isFilled ? .blue : .line), radius: 10)
        }
    }

    private mutating func placePanel(
        _ style: PanelStyle, _ stack: Stack<Intent>, of view: View<Intent>, in rect: PixelRect
    ) {
        switch style {
        case .plain: break
        case .card: background(rect, context.theme.color(.card), border: .line, context.line)
        case .state(let state):
            fill(rect, context.theme.tint(state), radius: 28)
            if context.theme.name == .highContrast {
                stroke(rect, context.theme.color(.line), width: context.line, radius: 28)
            }
            var edge = rect
            edge.width = context.px(16)
            fill(rect, context.theme.color(state.token), radius: 28, slice: edge)
        }
        let insets = context.panelInsets(style)
        place(
            stack,
            in: PixelRect(
                x: rect.x + insets.left, y: rect.y + insets.vertical,
                width: rect.width - insets.horizontal, height: rect.height - 2 * insets.vertical))
    }

    mutating func background(
        _ rect: PixelRect, _ color: Color, border: ColorToken, _ width: Int, radius: Int = 28
    ) {
        fill(rect, color, radius: radius)
        stroke(rect, context.theme.color(border), width: width, radius: radius)
    }

    private mutating func placeFacts(_ facts: [Fact], of view: View<Intent>, in rect: PixelRect) {
        background(rect, context.theme.color(.card), border: .line, context.line)
        let inset = context.pad(LayoutContext.factsInset)
        var row = PixelRect(
            x: rect.x + inset, y: rect.y + context.pad(10), width: rect.width - 2 * inset, height: 0)
        for (index, fact) in facts.enumerated() {
            row.height = context.factHeight(fact, width: row.width)
            if index > 0 {
                let rule = PixelRect(x: row.x, y: row.y, width: row.width, height: max(1, context.px(2)))
                fill(rule, context.theme.color(.line))
            }
            place(fact, in: row)
            row.y += row.height
        }
    }

    private mutating func place(_ fact: Fact, in row: PixelRect) {
        let isOneLine = context.fitsOneLine(fact, width: row.width)
        let box = row.insetBy(0, context.pad(22))
        nodes.append(ScreenNode(role: .text, label: fact.name, value: fact.value, bounds: row))
        text(context.spec(fact.name, .body, width: row.width), in: box, context.theme.color(.quietInk))
        var value = box
        if !isOneLine {
            value.y += context.height(fact.name, .body, width: row.width)
            value.height = box.maxY - value.y
        }
        text(
            context.spec(
                fact.value, .body, isBold: true, width: row.width, align: isOneLine ? .trailing : .leading),
            in: value, context.theme.color(fact.color))
    }
}

extension PixelRect {
    func insetBy(_ horizontal: Int, _ vertical: Int) -> PixelRect {
        PixelRect(
            x: x + horizontal, y: y + vertical, width: width - 2 * horizontal,
            height: height - 2 * vertical)
    }
}

extension View {
    /// Controls and cards in a row are all as high as the row; texts and pictures keep their height.
    fileprivate var stretchesInRow: Bool {
        switch content {
        case .button, .tile, .key, .checkbox, .input, .listItem, .panel, .pages, .stack, .grid, .facts: true
        case .text, .picture, .qr, .steps, .progress, .chip, .rule, .space: false
        }
    }
}
