public import KioskCore

/// A screen with every place known: what tests read, what is spoken, what a finger meets.
public struct LaidOutScreen<Intent: Hashable & Sendable>: Hashable, Sendable {
    public var name: String
    public var language: Language
    public var size: PixelSize
    /// In reading order.
    ///
    /// While a dialogue is open, only the dialogue's.
    public var nodes: [ScreenNode<Intent>]
    /// The paged parts, in reading order.
    public var paging: [PagingState]

    public init(
        name: String, language: Language, size: PixelSize, nodes: [ScreenNode<Intent>],
        paging: [PagingState] = []
    ) {
        self.name = name
        self.language = language
        self.size = size
        self.nodes = nodes
        self.paging = paging
    }

    /// The enabled node with an intent under a point; the last one drawn wins.
    public func target(at point: PixelPoint) -> ScreenNode<Intent>? {
        nodes.last { $0.isTouchable && $0.bounds.contains(point) }
    }
}

/// One node of a laid-out screen.
public struct ScreenNode<Intent: Hashable & Sendable>: Hashable, Sendable {
    public var id: String?
    public var role: Role
    public var label: String
    public var value: String?
    public var isEnabled: Bool
    /// In pixels of the screen.
    public var bounds: PixelRect
    public var intent: Intent?

    public init(
        id: String? = nil, role: Role, label: String, value: String? = nil, isEnabled: Bool = true,
        bounds: PixelRect, intent: Intent? = nil
    ) {
        self.id = id
        self.role = role
        self.label = label
        self.value = value
        self.isEnabled = isEnabled
        self.bounds = bounds
        self.intent = intent
    }

    public var isTouchable: Bool { isEnabled && intent != nil }
}

/// How a paged part came out on this panel.
public struct PagingState: Hashable, Sendable {
    public var index: Int
    public var pages: Int
    /// The items on the page shown.
    public var items: Range<Int>

    public init(index: Int, pages: Int, items: Range<Int>) {
        self.index = index
        self.pages = pages
        self.items = items
    }
}
