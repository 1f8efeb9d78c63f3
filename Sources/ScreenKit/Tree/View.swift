/// A piece of a screen as a plain value: what is there, how much space it wants, and what touching it means.
///
/// Lengths are *units*: a quarter of a millimetre, one pixel on a panel of four pixels per millimetre.
/// They stay on the 8-unit grid. Build views with the functions of this type (`.text`, `.tile`, `.column`,
/// …).
public struct View<Intent: Hashable & Sendable>: Hashable, Sendable {
    public var content: Content
    public var frame: Frame
    /// A stable name, for tests and for the dev dock.
    public var id: String?
    /// What assistive readers call it, when it is not what the content implies.
    public var role: Role?
    /// What is read aloud, when it is not the visible text.
    public var label: String?
    /// The state that is read aloud after the label ("đã chọn", "60%").
    public var value: String?
    /// What a touch means; nil is not touchable.
    public var intent: Intent?
    /// False takes the touch away and draws quietly; the content says why.
    public var isEnabled: Bool

    public init(
        _ content: Content, frame: Frame = Frame(), id: String? = nil, role: Role? = nil,
        label: String? = nil, value: String? = nil, intent: Intent? = nil, isEnabled: Bool = true
    ) {
        self.content = content
        self.frame = frame
        self.id = id
        self.role = role
        self.label = label
        self.value = value
        self.intent = intent
        self.isEnabled = isEnabled
    }
}

/// How a view takes its space.
///
/// Lengths in units.
public struct Frame: Hashable, Sendable {
    public enum Length: Hashable, Sendable {
        /// As much as the parent offers (the default across a column).
        case fill
        /// As little as the content needs.
        case fit
        case fixed(Int)
    }

    public var width: Length
    public var height: Length
    public var minHeight: Int
    /// The most a growing view takes along its stack; 0 is no limit.
    public var maxHeight: Int
    /// The share of left-over space along the stack; 0 takes none.
    public var grow: Int
    public var padding: Insets
    /// Where it stands across the stack when it is narrower than the offer.
    public var alignment: Alignment

    public init(
        width: Length = .fill, height: Length = .fit, minHeight: Int = 0, maxHeight: Int = 0,
        grow: Int = 0, padding: Insets = .zero, alignment: Alignment = .leading
    ) {
        self.width = width
        self.height = height
        self.minHeight = minHeight
        self.maxHeight = maxHeight
        self.grow = grow
        self.padding = padding
        self.alignment = alignment
    }
}

/// Space inside the edges, in units.
public struct Insets: Hashable, Sendable {
    public var horizontal: Int
    public var vertical: Int

    public init(horizontal: Int, vertical: Int) {
        self.horizontal = horizontal
        self.vertical = vertical
    }

    public static let zero = Insets(horizontal: 0, vertical: 0)
}

/// Leading is left: no language of the screens is written from the right.
public enum Alignment: String, Hashable, Sendable { case leading, centre, trailing }

/// What a node is to somebody who does not see it.
public enum Role: String, CaseIterable, Hashable, Sendable, Codable {
    case heading, text, button, tile, key, checkbox, input, image, qr, progress
    case listItem = "list-item"
}
