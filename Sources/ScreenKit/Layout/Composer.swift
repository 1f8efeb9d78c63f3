internal import Drawing
internal import KioskCore

/// Collects what a part of a page consists of while its views are placed.
struct Composer<Intent: Hashable & Sendable> {
    let context: LayoutContext
    /// The node to draw pressed.
    let pressed: ScreenNode<Intent>?

    var items: [DrawItem] = []
    var nodes: [ScreenNode<Intent>] = []
    var texts: [PlacedText] = []
    var paging: [PagingState] = []
    var controls: [PlacedControl<Intent>] = []
    /// Something is higher than a whole page of it may be.
    var overflows = false
    /// The part of the screen that is being filled; what reaches beyond it is lost to the reader.
    var region: PixelRect

    init(context: LayoutContext, region: PixelRect? = nil, pressed: ScreenNode<Intent>? = nil) {
        self.context = context
        self.pressed = pressed
        self.region = region ?? PixelRect(context.profile.size)
    }

    mutating func fill(_ rect: PixelRect, _ color: Color, radius: Int = 0, slice: PixelRect? = nil) {
        guard !rect.isEmpty else { return }
        items.append(.fill(rect, color, radius: context.px(radius), slice: slice))
    }

    mutating func stroke(_ rect: PixelRect, _ color: Color, width: Int, radius: Int = 0) {
        items.append(.stroke(rect, color, width: width, radius: context.px(radius)))
    }

    mutating func picture(_ pictogram: Pictogram, _ rect: PixelRect, _ color: Color) {
        items.append(.picture(pictogram, rect, color))
    }

    /// Places a text at the top of a box, or in the middle of its height.
    mutating func text(_ spec: TextSpec, in box: PixelRect, _ color: Color, middle: Bool = false) {
        let extent = context.fonts.measure(spec)
        let y = middle ? box.y + (box.height - extent.height) / 2 : box.y
        text(spec, extent, at: PixelPoint(x: box.x, y: y), in: box, color)
    }

    mutating func text(
        _ spec: TextSpec, _ extent: TextExtent, at point: PixelPoint, in box: PixelRect, _ color: Color
    ) {
        var ink = extent.ink
        ink.x += point.x
        ink.y += point.y
        items.append(.text(spec, at: point, color, ink: ink))
        texts.append(
            PlacedText(spec: spec, color: color, ink: ink, box: box, region: region, item: items.count - 1))
    }

    mutating func node(
        of view: View<Intent>, _ role: Role, label: String, value: String? = nil, in rect: PixelRect
    ) {
        nodes.append(
            ScreenNode(
                id: view.id, role: view.role ?? role, label: view.label ?? label,
                value: view.value ?? value, isEnabled: view.isEnabled, bounds: rect, intent: view.intent))
    }

    /// Whether a finger rests on a control that stands there.
    func isPressed(_ intent: Intent?, in rect: PixelRect) -> Bool {
        guard let pressed, let intent else { return false }
        return pressed.intent == intent && pressed.bounds == rect
    }
}

/// A text as it came to stand, for the audit.
struct PlacedText: Hashable, Sendable {
    var spec: TextSpec
    var color: Color
    var ink: PixelRect
    /// The space it was given.
    var box: PixelRect
    var region: PixelRect
    /// Its index among the items, to find the background it stands on.
    var item: Int

    var text: String { spec.runs.map(\.text).joined() }
}
