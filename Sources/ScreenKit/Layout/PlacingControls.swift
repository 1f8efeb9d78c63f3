internal import Drawing
internal import KioskCore

/// How the controls look: at rest, pressed, selected, and when they cannot be used now.
extension Composer {
    /// The colours of one control.
    private struct ControlColors {
        var background: Color
        var border: Color
        var borderWidth: Int
        var text: Color
        var quiet: Color
    }

    /// Places a control and remembers how, for when it is pressed.
    mutating func placeControl(_ view: View<Intent>, in rect: PixelRect) {
        let first = items.count
        draw(view, in: rect)
        guard let intent = view.intent else { return }
        controls.append(
            PlacedControl(
                kind: .view(view), rect: rect, intent: intent, bounds: rect, items: first..<items.count))
    }

    mutating func draw(_ view: View<Intent>, in rect: PixelRect) {
        switch view.content {
        case .button(let style, let title, let picture):
            placeButton(title, picture, isPrimary: style == .primary, of: view, in: rect)
        case .tile(let tile): place(tile, of: view, in: rect)
        case .key(let text, let picture): placeKey(text, picture, of: view, in: rect)
        case .checkbox(let isOn, let title, let detail):
            placeCheckbox(isOn, title, detail, of: view, in: rect)
        case .input(let input): place(input, of: view, in: rect)
        case .listItem(let title, let detail, let picture):
            placeListItem(title, detail, picture, of: view, in: rect)
        case .chip(let text, let state, let picture): placeChip(text, state, picture, of: view, in: rect)
        case .text, .picture, .qr, .steps, .progress, .stack, .grid, .panel, .facts, .pages, .rule, .space:
            break
        }
    }

    /// Pressed is the opposite of rest: blue becomes white, white becomes blue, in both themes.
    private func colors(isFilled: Bool, isOutlined: Bool, of view: View<Intent>, in rect: PixelRect)
        -> ControlColors
    {
        let theme = context.theme
        guard view.isEnabled else {
            // Where there are no quiet colours, a thin line is what is left of the button.
            return ControlColors(
                background: theme.color(.paper), border: theme.color(.line),
                borderWidth: theme.name == .highContrast ? max(1, context.line / 4) : context.line,
                text: theme.color(.quietInk), quiet: theme.color(.quietInk))
        }
        let isPressed = isPressed(view.intent, in: rect)
        if isFilled != isPressed {
            return ControlColors(
                background: theme.color(.blue), border: theme.color(.blue), borderWidth: context.strongLine,
                text: theme.color(.onBlue), quiet: theme.color(.onBlue))
        }
        return ControlColors(
            background: theme.color(.card), border: theme.color(isOutlined || isPressed ? .blue : .line),
            borderWidth: isOutlined ? context.strongLine : context.line,
            text: theme.color(isOutlined ? .blue : .ink), quiet: theme.color(.quietInk))
    }

    private mutating func background(_ rect: PixelRect, _ colors: ControlColors, radius: Int = 28) {
        fill(rect, colors.background, radius: radius)
        if colors.border != colors.background {
            stroke(rect, colors.border, width: colors.borderWidth, radius: radius)
        }
    }

    private mutating func placeButton(
        _ title: String, _ pictogram: Pictogram?, isPrimary: Bool, of view: View<Intent>, in rect: PixelRect
    ) {
        node(of: view, .button, label: title, in: rect)
        let colors = colors(isFilled: isPrimary, isOutlined: true, of: view, in: rect)
        background(rect, colors, radius: 24)
        var box = rect.insetBy(context.pad(24), 0)
        if let pictogram {
            let side = context.px(48)
            let label = context.fonts.measure(
                context.spec(title, .button, width: box.width - side - context.pad(20)))
            let whole = side + context.pad(20) + label.width
            let left = box.x + (box.width - whole) / 2
            // What leads onwards points away from its word.
            let isTrailing = pictogram == .forward
            let pictureX = isTrailing ? left + whole - side : left
            picture(
                pictogram,
                PixelRect(x: pictureX, y: rect.y + (rect.height - side) / 2, width: side, height: side),
                colors.text)
            box = PixelRect(
                x: isTrailing ? left : left + side + context.pad(20), y: box.y, width: label.width + 2,
                height: box.height)
        }
        text(
            context.spec(title, .button, width: box.width, align: .centre), in: box, colors.text, middle: true
        )
    }

    private mutating func placeKey(
        _ label: String, _ pictogram: Pictogram?, of view: View<Intent>, in rect: PixelRect
    ) {
        node(of: view, .key, label: label, in: rect)
        let colors = colors(isFilled: false, isOutlined: false, of: view, in: rect)
        background(rect, colors, radius: 20)
        if let pictogram {
            let side = min(context.px(64), rect.height / 2)
            picture(
                pictogram,
                PixelRect(
                    x: rect.x + (rect.width - side) / 2, y: rect.y + (rect.height - side) / 2, width: side,
                    height: side), colors.text)
        } else {
            let box = rect.insetBy(context.px(8), 0)
            text(context.keySpec(label, in: rect), in: box, colors.text, middle: true)
        }
    }

    private mutating func place(_ tile: Tile, of view: View<Intent>, in rect: PixelRect) {
        node(of: view, .tile, label: tile.title, value: tile.detail, in: rect)
        let shape = context.shape(of: tile)
        var colors = colors(
            isFilled: tile.prominence == .primary, isOutlined: tile.prominence == .large, of: view, in: rect)
        let rests = view.isEnabled && !isPressed(view.intent, in: rect)
        if tile.prominence == .large, rests { colors.text = context.theme.color(.ink) }
        if tile.isSelected, rests {
            colors.background = context.theme.tint(.blue)
            colors.border = context.theme.color(.blue)
            colors.borderWidth = context.strongLine
        }
        background(rect, colors, radius: tile.prominence == .ordinary ? 28 : 32)
        var box = rect.insetBy(shape.insets.width, shape.insets.height)
        if let pictogram = tile.picture {
            placeOrnament(pictogram, tile, colors, side: shape.ornament, in: box, rests: rests)
            box.x += shape.ornament + shape.ornamentGap
        }
        box.width = context.tileTextWidth(shape, width: rect.width)
        let height = context.tileTextHeight(tile, shape, width: box.width)
        var line = PixelRect(
            x: box.x, y: rect.y + (rect.height - height) / 2, width: box.width, height: height)
        text(context.spec(tile.title, shape.titleStyle, width: box.width), in: line, colors.text)
        guard let detail = tile.detail else { return }
        line.y += context.height(tile.title, shape.titleStyle, width: box.width) + context.pad(4)
        line.height = rect.maxY - line.y
        let lines = context.brokenAtDots(detail, shape.detailStyle, width: box.width)
        text(context.spec(lines, shape.detailStyle, width: box.width), in: line, colors.quiet)
    }

    /// The pictogram of a tile; of a large one on a background of its own.
    private mutating func placeOrnament(
        _ pictogram: Pictogram, _ tile: Tile, _ colors: ControlColors, side: Int, in box: PixelRect,
        rests: Bool
    ) {
        var square = PixelRect(
            x: box.x, y: box.y + (box.height - side) / 2, width: side, height: side)
        var color = ornamentColor(colors, isBlue: rests && tile.prominence != .primary)
        if tile.prominence != .ordinary {
            if context.theme.name == .standard {
                let onBlue = colors.background == context.theme.color(.blue)
                // White at 14 % over blue, without blending.
                fill(square, onBlue ? Color(0x2D5583) : context.theme.tint(.blue), radius: 28)
            }
            square = square.insetBy(side / 6)
        }
        if colors.text == context.theme.color(.quietInk) { color = colors.text }
        picture(pictogram, square, color)
    }

    private func ornamentColor(_ colors: ControlColors, isBlue: Bool) -> Color {
        isBlue ? context.theme.color(.blue) : colors.text
    }

    private mutating func placeCheckbox(
        _ isOn: Bool, _ title: String, _ detail: String?, of view: View<Intent>, in rect: PixelRect
    ) {
        node(of: view, .checkbox, label: title, in: rect)
        let colors = colors(isFilled: false, isOutlined: false, of: view, in: rect)
        background(rect, colors)
        let side = context.checkboxSide
        let box = PixelRect(
            x: rect.x + context.pad(32), y: rect.y + (rect.height - side) / 2, width: side, height: side)
        let blue = context.theme.color(.blue)
        fill(box, isOn ? blue : context.theme.color(.card), radius: 16)
        if isOn {
            picture(.check, box.insetBy(side / 8), context.theme.color(.onBlue))
        } else {
            stroke(box, view.isEnabled ? blue : colors.text, width: context.strongLine, radius: 16)
        }
        rowTexts(
            title, detail, colors,
            in: PixelRect(
                x: box.maxX + context.pad(28), y: rect.y,
                width: rect.maxX - context.pad(32) - box.maxX - context.pad(28), height: rect.height))
    }

    private mutating func placeListItem(
        _ title: String, _ detail: String?, _ pictogram: Pictogram?, of view: View<Intent>,
        in rect: PixelRect
    ) {
        node(of: view, .listItem, label: title, value: detail, in: rect)
        let colors = colors(isFilled: false, isOutlined: false, of: view, in: rect)
        background(rect, colors)
        var left = rect.x + context.pad(32)
        if let pictogram {
            let side = context.px(56)
            picture(
                pictogram,
                PixelRect(x: left, y: rect.y + (rect.height - side) / 2, width: side, height: side),
                colors.text)
            left += side + context.pad(24)
        }
        if view.intent != nil {
            let side = context.px(40)
            picture(
                .forward,
                PixelRect(
                    x: rect.maxX - context.pad(32) - side, y: rect.y + (rect.height - side) / 2, width: side,
                    height: side), colors.quiet)
        }
        let width = context.listItemTextWidth(pictogram, width: rect.width)
        rowTexts(title, detail, colors, in: PixelRect(x: left, y: rect.y, width: width, height: rect.height))
    }

    private mutating func rowTexts(
        _ title: String, _ detail: String?, _ colors: ControlColors, in rect: PixelRect
    ) {
        let height = context.rowTextHeight(title, detail, width: rect.width)
        var line = PixelRect(
            x: rect.x, y: rect.y + (rect.height - height) / 2, width: rect.width, height: height)
        let isBold = context.isBoldRow(title)
        text(context.spec(title, .body, isBold: isBold, width: rect.width), in: line, colors.text)
        guard let detail else { return }
        line.y += context.height(title, .body, isBold: isBold, width: rect.width)
        line.height = rect.maxY - line.y
        text(context.spec(detail, .small, width: rect.width), in: line, colors.quiet)
    }

    private mutating func place(_ input: Input, of view: View<Intent>, in rect: PixelRect) {
        node(of: view, .input, label: view.label ?? "", in: rect)
        background(rect, context.theme.color(.card), border: .blue, context.strongLine, radius: 24)
        let box = rect.insetBy(context.pad(36), 0)
        let isEmpty = input.text.isEmpty
        let caret = max(2, context.px(4))
        var spec = context.spec(
            isEmpty ? input.placeholder : input.text, isEmpty ? .body : .display, width: nil)
        // Long codes shrink rather than wrap: the field is one line, and nothing typed may be hidden.
        spec.size = context.fonts.sizeFitting(spec, width: box.width - 3 * caret)
        let extent = context.fonts.measure(spec)
        if input.hasCaret {
            let height = context.lineHeight(.display) * 3 / 4
            let x = isEmpty ? box.x : box.x + extent.width + caret
            fill(
                PixelRect(x: x, y: rect.y + (rect.height - height) / 2, width: caret, height: height),
                context.theme.color(.blue))
        }
        var line = box
        if isEmpty { line.x += 3 * caret }
        text(spec, in: line, context.theme.color(isEmpty ? .quietInk : .ink), middle: true)
    }

    private mutating func placeChip(
        _ label: String, _ state: StateColor, _ pictogram: Pictogram?, of view: View<Intent>,
        in rect: PixelRect
    ) {
        node(of: view, view.intent == nil ? .text : .button, label: label, in: rect)
        let color = context.theme.color(state.token)
        fill(rect, context.theme.tint(state), radius: 24)
        stroke(rect, color, width: context.line, radius: 24)
        var box = rect.insetBy(context.pad(24), 0)
        if let pictogram {
            let side = context.px(36)
            picture(
                pictogram,
                PixelRect(x: box.x, y: rect.y + (rect.height - side) / 2, width: side, height: side), color)
            box.x += side + context.pad(12)
            box.width -= side + context.pad(12)
        }
        text(context.spec(label, .small, isBold: true, width: box.width), in: box, color, middle: true)
    }
}
