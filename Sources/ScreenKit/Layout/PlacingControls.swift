internal import Drawing
internal import KioskCore

/// How the controls look: at rest, pressed, selected, and when they cannot be used now.
extension Composer {
    /// The colours of one control.
    private struct Ink {
        var ground: Color
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
    private func ink(isFilled: Bool, isOutlined: Bool, of view: View<Intent>, in rect: PixelRect) -> Ink {
        let theme = look.theme
        guard view.isEnabled else {
            // Where there are no quiet colours, a thin line is what is left of the button.
            return Ink(
                ground: theme.color(.paper), border: theme.color(.line),
                borderWidth: theme.name == .highContrast ? max(1, look.line / 4) : look.line,
                text: theme.color(.quietInk), quiet: theme.color(.quietInk))
        }
        let isPressed = isPressed(view.intent, in: rect)
        if isFilled != isPressed {
            return Ink(
                ground: theme.color(.blue), border: theme.color(.blue), borderWidth: look.strongLine,
                text: theme.color(.onBlue), quiet: theme.color(.onBlue))
        }
        return Ink(
            ground: theme.color(.card), border: theme.color(isOutlined || isPressed ? .blue : .line),
            borderWidth: isOutlined ? look.strongLine : look.line,
            text: theme.color(isOutlined ? .blue : .ink), quiet: theme.color(.quietInk))
    }

    private mutating func ground(_ rect: PixelRect, _ ink: Ink, radius: Int = 28) {
        fill(rect, ink.ground, radius: radius)
        if ink.border != ink.ground { stroke(rect, ink.border, width: ink.borderWidth, radius: radius) }
    }

    private mutating func placeButton(
        _ title: String, _ pictogram: Pictogram?, isPrimary: Bool, of view: View<Intent>, in rect: PixelRect
    ) {
        node(of: view, .button, label: title, in: rect)
        let ink = ink(isFilled: isPrimary, isOutlined: true, of: view, in: rect)
        ground(rect, ink, radius: 24)
        var box = rect.insetBy(look.pad(24), 0)
        if let pictogram {
            let side = look.px(48)
            let label = look.fonts.measure(
                look.spec(title, .button, width: box.width - side - look.pad(20)))
            let whole = side + look.pad(20) + label.width
            let left = box.x + (box.width - whole) / 2
            // What leads onwards points away from its word.
            let isTrailing = pictogram == .forward
            let pictureX = isTrailing ? left + whole - side : left
            picture(
                pictogram,
                PixelRect(x: pictureX, y: rect.y + (rect.height - side) / 2, width: side, height: side),
                ink.text)
            box = PixelRect(
                x: isTrailing ? left : left + side + look.pad(20), y: box.y, width: label.width + 2,
                height: box.height)
        }
        text(look.spec(title, .button, width: box.width, align: .centre), in: box, ink.text, middle: true)
    }

    private mutating func placeKey(
        _ label: String, _ pictogram: Pictogram?, of view: View<Intent>, in rect: PixelRect
    ) {
        node(of: view, .key, label: label, in: rect)
        let ink = ink(isFilled: false, isOutlined: false, of: view, in: rect)
        ground(rect, ink, radius: 20)
        if let pictogram {
            let side = min(look.px(64), rect.height / 2)
            picture(
                pictogram,
                PixelRect(
                    x: rect.x + (rect.width - side) / 2, y: rect.y + (rect.height - side) / 2, width: side,
                    height: side), ink.text)
        } else {
            let box = rect.insetBy(look.px(8), 0)
            text(look.keySpec(label, in: rect), in: box, ink.text, middle: true)
        }
    }

    private mutating func place(_ tile: Tile, of view: View<Intent>, in rect: PixelRect) {
        node(of: view, .tile, label: tile.title, value: tile.detail, in: rect)
        let shape = look.shape(of: tile)
        var ink = ink(
            isFilled: tile.prominence == .primary, isOutlined: tile.prominence == .large, of: view, in: rect)
        let rests = view.isEnabled && !isPressed(view.intent, in: rect)
        if tile.prominence == .large, rests { ink.text = look.theme.color(.ink) }
        if tile.isSelected, rests {
            ink.ground = look.theme.tint(.blue)
            ink.border = look.theme.color(.blue)
            ink.borderWidth = look.strongLine
        }
        ground(rect, ink, radius: tile.prominence == .ordinary ? 28 : 32)
        var box = rect.insetBy(shape.insets.width, shape.insets.height)
        if let pictogram = tile.picture {
            placeOrnament(pictogram, tile, ink, side: shape.ornament, in: box, rests: rests)
            box.x += shape.ornament + shape.ornamentGap
        }
        box.width = look.tileTextWidth(shape, width: rect.width)
        let height = look.tileTextHeight(tile, shape, width: box.width)
        var line = PixelRect(
            x: box.x, y: rect.y + (rect.height - height) / 2, width: box.width, height: height)
        text(look.spec(tile.title, shape.titleStyle, width: box.width), in: line, ink.text)
        guard let detail = tile.detail else { return }
        line.y += look.height(tile.title, shape.titleStyle, width: box.width) + look.pad(4)
        line.height = rect.maxY - line.y
        let lines = look.brokenAtDots(detail, shape.detailStyle, width: box.width)
        text(look.spec(lines, shape.detailStyle, width: box.width), in: line, ink.quiet)
    }

    /// The pictogram of a tile; of a large one on a ground of its own.
    private mutating func placeOrnament(
        _ pictogram: Pictogram, _ tile: Tile, _ ink: Ink, side: Int, in box: PixelRect, rests: Bool
    ) {
        var square = PixelRect(
            x: box.x, y: box.y + (box.height - side) / 2, width: side, height: side)
        var color = ornamentColor(ink, isBlue: rests && tile.prominence != .primary)
        if tile.prominence != .ordinary {
            if look.theme.name == .standard {
                let onBlue = ink.ground == look.theme.color(.blue)
                // White at 14 % over blue, without blending.
                fill(square, onBlue ? Color(0x2D5583) : look.theme.tint(.blue), radius: 28)
            }
            square = square.insetBy(side / 6)
        }
        if ink.text == look.theme.color(.quietInk) { color = ink.text }
        picture(pictogram, square, color)
    }

    private func ornamentColor(_ ink: Ink, isBlue: Bool) -> Color {
        isBlue ? look.theme.color(.blue) : ink.text
    }

    private mutating func placeCheckbox(
        _ isOn: Bool, _ title: String, _ detail: String?, of view: View<Intent>, in rect: PixelRect
    ) {
        node(of: view, .checkbox, label: title, in: rect)
        let ink = ink(isFilled: false, isOutlined: false, of: view, in: rect)
        ground(rect, ink)
        let side = look.checkboxSide
        let box = PixelRect(
            x: rect.x + look.pad(32), y: rect.y + (rect.height - side) / 2, width: side, height: side)
        let blue = look.theme.color(.blue)
        fill(box, isOn ? blue : look.theme.color(.card), radius: 16)
        if isOn {
            picture(.check, box.insetBy(side / 8), look.theme.color(.onBlue))
        } else {
            stroke(box, view.isEnabled ? blue : ink.text, width: look.strongLine, radius: 16)
        }
        rowTexts(
            title, detail, ink,
            in: PixelRect(
                x: box.maxX + look.pad(28), y: rect.y,
                width: rect.maxX - look.pad(32) - box.maxX - look.pad(28), height: rect.height))
    }

    private mutating func placeListItem(
        _ title: String, _ detail: String?, _ pictogram: Pictogram?, of view: View<Intent>,
        in rect: PixelRect
    ) {
        node(of: view, .listItem, label: title, value: detail, in: rect)
        let ink = ink(isFilled: false, isOutlined: false, of: view, in: rect)
        ground(rect, ink)
        var left = rect.x + look.pad(32)
        if let pictogram {
            let side = look.px(56)
            picture(
                pictogram,
                PixelRect(x: left, y: rect.y + (rect.height - side) / 2, width: side, height: side), ink.text)
            left += side + look.pad(24)
        }
        if view.intent != nil {
            let side = look.px(40)
            picture(
                .forward,
                PixelRect(
                    x: rect.maxX - look.pad(32) - side, y: rect.y + (rect.height - side) / 2, width: side,
                    height: side), ink.quiet)
        }
        let width = look.listItemTextWidth(pictogram, width: rect.width)
        rowTexts(title, detail, ink, in: PixelRect(x: left, y: rect.y, width: width, height: rect.height))
    }

    private mutating func rowTexts(_ title: String, _ detail: String?, _ ink: Ink, in rect: PixelRect) {
        let height = look.rowTextHeight(title, detail, width: rect.width)
        var line = PixelRect(
            x: rect.x, y: rect.y + (rect.height - height) / 2, width: rect.width, height: height)
        let isBold = look.isBoldRow(title)
        text(look.spec(title, .body, isBold: isBold, width: rect.width), in: line, ink.text)
        guard let detail else { return }
        line.y += look.height(title, .body, isBold: isBold, width: rect.width)
        line.height = rect.maxY - line.y
        text(look.spec(detail, .small, width: rect.width), in: line, ink.quiet)
    }

    private mutating func place(_ input: Input, of view: View<Intent>, in rect: PixelRect) {
        node(of: view, .input, label: view.label ?? "", in: rect)
        ground(rect, look.theme.color(.card), border: .blue, look.strongLine, radius: 24)
        let box = rect.insetBy(look.pad(36), 0)
        let isEmpty = input.text.isEmpty
        let caret = max(2, look.px(4))
        var spec = look.spec(isEmpty ? input.placeholder : input.text, isEmpty ? .body : .display, width: nil)
        // Long codes shrink rather than wrap: the field is one line, and nothing typed may be hidden.
        spec.size = look.fonts.sizeFitting(spec, width: box.width - 3 * caret)
        let extent = look.fonts.measure(spec)
        if input.hasCaret {
            let height = look.lineHeight(.display) * 3 / 4
            let x = isEmpty ? box.x : box.x + extent.width + caret
            fill(
                PixelRect(x: x, y: rect.y + (rect.height - height) / 2, width: caret, height: height),
                look.theme.color(.blue))
        }
        var line = box
        if isEmpty { line.x += 3 * caret }
        text(spec, in: line, look.theme.color(isEmpty ? .quietInk : .ink), middle: true)
    }

    private mutating func placeChip(
        _ label: String, _ state: StateColor, _ pictogram: Pictogram?, of view: View<Intent>,
        in rect: PixelRect
    ) {
        node(of: view, view.intent == nil ? .text : .button, label: label, in: rect)
        let color = look.theme.color(state.token)
        fill(rect, look.theme.tint(state), radius: 24)
        stroke(rect, color, width: look.line, radius: 24)
        var box = rect.insetBy(look.pad(24), 0)
        if let pictogram {
            let side = look.px(36)
            picture(
                pictogram,
                PixelRect(x: box.x, y: rect.y + (rect.height - side) / 2, width: side, height: side), color)
            box.x += side + look.pad(12)
            box.width -= side + look.pad(12)
        }
        text(look.spec(label, .small, isBold: true, width: box.width), in: box, color, middle: true)
    }
}
