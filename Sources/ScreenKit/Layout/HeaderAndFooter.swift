internal import Drawing
internal import KioskCore

/// The parts of a page that never move: the header, the buttons at the bottom, the help bar.
extension Composer {
    // MARK: Header

    /// Places the header on the background of the whole page; returns where it ends.
    mutating func placeHeader(_ header: Header) -> Int {
        let isPortrait = context.profile.size.isPortrait
        let width = context.profile.size.width
        let margin = context.px(48)
        let emblem = context.px(isPortrait ? 96 : 80)
        let clock = headerSpec(header.clock, units: 52, isBold: true, width: nil, .trailing)
        let date = headerSpec(header.date, units: 28, isBold: false, width: nil, .trailing)
        let natural = max(context.fonts.measure(clock).width, context.fonts.measure(date).width)
        let right = min(natural + 2, width * 30 / 100)
        let nameX = margin + emblem + context.px(28)
        let nameWidth = width - margin - right - context.px(32) - nameX
        let name = context.fonts.balanced(
            headerSpec(header.name, units: 34, isBold: true, width: nameWidth, .leading))
        let detail = headerSpec(header.detail, units: 28, isBold: false, width: nameWidth, .leading)
        let left = stackHeight([name, detail])
        let time = stackHeight([clock.wrapped(right), date.wrapped(right)])
        let height = max(context.px(isPortrait ? 176 : 128), max(left, time) + 2 * context.px(16))

        let rect = PixelRect(x: 0, y: 0, width: width, height: height)
        region = rect
        fill(PixelRect(context.profile.size), context.theme.color(.paper))
        fill(rect, context.theme.color(.blue))
        picture(
            .emblem, PixelRect(x: margin, y: (height - emblem) / 2, width: emblem, height: emblem),
            context.theme.color(.onBlue))
        placeLines(
            [name, detail],
            in: PixelRect(x: nameX, y: (height - left) / 2, width: nameWidth, height: left))
        placeLines(
            [clock.wrapped(right), date.wrapped(right)],
            in: PixelRect(x: width - margin - right, y: (height - time) / 2, width: right, height: time))
        return height
    }

    private func headerSpec(
        _ text: String, units: Int, isBold: Bool, width: Int?, _ alignment: TextSpec.Alignment
    ) -> TextSpec {
        // The header is large already and the same everywhere: it grows less, and leaves the space to the
        // body.
        let scale = context.profile.textScale == .large ? 1.2 : 1
        return TextSpec(
            text, size: context.profile.pixels(Double(units) * scale), isBold: isBold, width: width,
            alignment: alignment)
    }

    private func stackHeight(_ specs: [TextSpec]) -> Int {
        specs.reduce(0) { $0 + context.fonts.measure($1).height }
    }

    private mutating func placeLines(_ specs: [TextSpec], in rect: PixelRect) {
        var line = rect
        for spec in specs {
            line.height = context.fonts.measure(spec).height
            nodes.append(
                ScreenNode(role: .text, label: spec.runs.map(\.text).joined(), bounds: line))
            text(spec, in: line, context.theme.color(.onBlue))
            line.y = line.maxY
        }
    }

    // MARK: Footer

    struct FooterHeights {
        /// Back and next with the space under them; 0 when there are none.
        var row: Int
        /// The help bar along the edge.
        var bar: Int
    }

    /// In landscape the two help items of an inner screen stand between back and next, to save height.
    private func isMerged(_ footer: Footer<Intent>) -> Bool {
        !context.profile.size.isPortrait && !footer.help.isFull
    }

    private func footerButtonWidth(_ footer: Footer<Intent>) -> Int {
        let row = context.profile.size.width - 2 * context.px(48)
        return isMerged(footer) ? row * 30 / 100 : (row - context.gap(32)) / 2
    }

    func heights(of footer: Footer<Intent>) -> FooterHeights {
        let size = context.profile.size
        let buttons = [footer.back, footer.next].compactMap { $0 }
        let width = footerButtonWidth(footer)
        let least = context.px(size.isPortrait ? 144 : 120)
        let button = buttons.map { context.size(of: $0, width: width).height }.reduce(least, max)
        let spacingScale = context.pad(size.isPortrait ? 40 : 28)
        if isMerged(footer) { return FooterHeights(row: button + spacingScale, bar: 0) }
        let cells = footer.help.items.map { cellHeight($0, footer.help, width: cellWidth(footer.help)) }
        let bar = footer.help.items.isEmpty ? 0 : cells.reduce(0, max)
        return FooterHeights(row: buttons.isEmpty ? 0 : button + spacingScale, bar: bar)
    }

    mutating func place(_ footer: Footer<Intent>, _ heights: FooterHeights) {
        let size = context.profile.size
        let margin = context.px(48)
        let spacingScale = context.pad(size.isPortrait ? 40 : 28)
        let row = PixelRect(
            x: margin, y: size.height - heights.bar - heights.row, width: size.width - 2 * margin,
            height: max(0, heights.row - spacingScale))
        var left = row
        left.width = footerButtonWidth(footer)
        var right = left
        right.x = row.maxX - right.width
        if let back = footer.back { place(back, in: left) }
        if let next = footer.next { place(next, in: right) }
        if isMerged(footer) {
            placeMerged(footer.help, from: left.maxX + context.gap(32), to: right.x - context.gap(32), row)
        } else {
            placeBar(footer.help, height: heights.bar)
        }
    }

    private mutating func placeMerged(_ help: HelpBar<Intent>, from: Int, to: Int, _ row: PixelRect) {
        guard !help.items.isEmpty else { return }
        let gap = context.gap(32)
        let width = (to - from - gap * (help.items.count - 1)) / help.items.count
        for (index, item) in help.items.enumerated() {
            let rect = PixelRect(
                x: from + index * (width + gap), y: row.y, width: width, height: row.height)
            place(item, as: .button, in: rect)
        }
    }

    private mutating func placeBar(_ help: HelpBar<Intent>, height: Int) {
        guard !help.items.isEmpty else { return }
        let size = context.profile.size
        let bar = PixelRect(x: 0, y: size.height - height, width: size.width, height: height)
        fill(bar, context.theme.color(.card))
        for (index, item) in help.items.enumerated() {
            let left = size.width * index / help.items.count
            let right = size.width * (index + 1) / help.items.count
            let cell = PixelRect(x: left, y: bar.y, width: right - left, height: height)
            place(item, as: isTall(help) ? .tallCell : .cell, in: cell)
            if index > 0 {
                fill(
                    PixelRect(x: left, y: bar.y, width: context.px(2), height: height),
                    context.theme.color(.line))
            }
        }
        fill(
            PixelRect(x: 0, y: bar.y, width: size.width, height: context.line), context.theme.color(.line))
    }

    // MARK: One help item

    private func isTall(_ help: HelpBar<Intent>) -> Bool { help.isFull && context.profile.size.isPortrait }

    private func cellWidth(_ help: HelpBar<Intent>) -> Int {
        context.profile.size.width / max(1, help.items.count)
    }

    private var helpPictureSide: Int { context.px(44) }

    private func cellHeight(_ item: HelpBar<Intent>.Item, _ help: HelpBar<Intent>, width: Int) -> Int {
        if isTall(help) {
            let words = context.height(item.title, .small, isBold: true, width: width - 2 * context.px(8))
            return max(context.px(176), helpPictureSide + context.px(8) + words + 2 * context.px(24))
        }
        let words = context.height(
            item.title, .small, isBold: true,
            width: width - helpPictureSide - context.px(16) - 2 * context.px(12))
        return max(context.px(help.isFull ? 120 : 96), words + 2 * context.px(16))
    }

    /// Neighbouring help items stay 3 mm apart for the finger, though they look joined.
    private func touchArea(_ cell: PixelRect) -> PixelRect { cell.insetBy(context.px(6), 0) }

    /// Places a help item and remembers how, for when it is pressed.
    private mutating func place(_ item: HelpBar<Intent>.Item, as shape: HelpItemShape, in rect: PixelRect) {
        let first = items.count
        nodes.append(
            ScreenNode(
                role: .button, label: item.title, value: item.value, bounds: touchArea(rect),
                intent: item.intent))
        draw(item, as: shape, in: rect)
        controls.append(
            PlacedControl(
                kind: .helpItem(item, shape), rect: rect, intent: item.intent, bounds: touchArea(rect),
                items: first..<items.count))
    }

    mutating func draw(_ item: HelpBar<Intent>.Item, as shape: HelpItemShape, in rect: PixelRect) {
        let isFilled = item.isOn != isPressed(item.intent, in: touchArea(rect))
        if shape == .button {
            fill(rect, context.theme.color(isFilled ? .blue : .card), radius: 24)
            if !isFilled { stroke(rect, context.theme.color(.line), width: context.line, radius: 24) }
        } else if isFilled {
            fill(rect, context.theme.color(.blue))
        }
        let color = context.theme.color(isFilled ? .onBlue : .ink)
        let side = helpPictureSide
        if shape == .tallCell {
            let spec = context.spec(
                item.title, .small, isBold: true, width: rect.width - 2 * context.px(8), align: .centre)
            let words = context.fonts.measure(spec).height
            let top = rect.y + (rect.height - side - context.px(8) - words) / 2
            picture(
                item.picture,
                PixelRect(x: rect.x + (rect.width - side) / 2, y: top, width: side, height: side), color)
            let box = PixelRect(
                x: rect.x + context.px(8), y: top + side + context.px(8),
                width: rect.width - 2 * context.px(8),
                height: words)
            text(spec, in: box, color)
        } else {
            let available = rect.width - side - context.px(16) - 2 * context.px(12)
            let spec = context.spec(item.title, .small, isBold: true, width: available)
            let words = context.fonts.measure(spec)
            let left = rect.x + (rect.width - side - context.px(16) - words.width) / 2
            picture(
                item.picture,
                PixelRect(x: left, y: rect.y + (rect.height - side) / 2, width: side, height: side), color)
            let box = PixelRect(
                x: left + side + context.px(16), y: rect.y, width: words.width + 2, height: rect.height)
            text(spec.wrapped(words.width + 2), in: box, color, middle: true)
        }
    }
}

/// How an item of the help bar is drawn.
enum HelpItemShape: Hashable, Sendable {
    /// Alone between the buttons.
    case button
    /// In the bar, the picture beside the words.
    case cell
    /// In the bar of the home screen, the picture over the words.
    case tallCell
}

/// What stands at the bottom of a page.
struct Footer<Intent: Hashable & Sendable>: Equatable {
    var back: View<Intent>?
    var next: View<Intent>?
    var help: HelpBar<Intent>
}

extension TextSpec {
    fileprivate func wrapped(_ width: Int) -> TextSpec {
        var copy = self
        copy.width = width
        return copy
    }
}
