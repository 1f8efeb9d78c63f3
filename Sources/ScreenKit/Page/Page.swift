public import KioskCore

/// A whole screen: the fixed frame whose places never move, and what this screen puts into it.
///
/// In portrait `shown` stands over `choices`; in landscape it stands to the left of them; in the low-screen
/// mode everything touchable is in the lower 55 percent. Screens are written once for all three.
public struct Page<Intent: Hashable & Sendable>: Hashable, Sendable {
    /// The stable name of the screen, such as `home`, `field` or `ticket-taken`.
    public var name: String
    public var language: Language
    public var header: Header
    /// What is: the headline first, then the one dominant thing, then the rest.
    public var shown: [View<Intent>]
    /// What to do: tiles, keys, check boxes.
    ///
    /// What is touchable belongs here.
    public var choices: [View<Intent>]
    /// Bottom left: back, or the lesser of two actions.
    public var back: View<Intent>?
    /// Bottom right: the next step, or *Kết thúc*.
    public var next: View<Intent>?
    public var help: HelpBar<Intent>
    /// When it does not fit (large text), `shown` is read a page at a time with these.
    public var turning: PageTurning<Intent>?
    /// A dialogue over everything else; while it is there, only it can be touched or is read.
    public var overlay: View<Intent>?
    /// The width of `shown` in landscape, in percent of the body.
    public var shownShare: Int
    /// Drawn at given points of the panel, over everything that was laid out.
    public var annotations: [Annotation] = []
    /// Without header, buttons and help bar: `shown` stands in the middle of an empty panel.
    public var isBare = false

    public init(
        name: String, language: Language, header: Header, help: HelpBar<Intent>,
        back: View<Intent>? = nil, next: View<Intent>? = nil, turning: PageTurning<Intent>? = nil,
        overlay: View<Intent>? = nil, shownShare: Int = 42,
        @ViewsBuilder<Intent> shown: () -> [View<Intent>],
        @ViewsBuilder<Intent> choices: () -> [View<Intent>] = { [] }
    ) {
        self.name = name
        self.language = language
        self.header = header
        self.help = help
        self.back = back
        self.next = next
        self.turning = turning
        self.overlay = overlay
        self.shownShare = shownShare
        self.shown = shown()
        self.choices = choices()
    }
}

/// Who we are, our telephone, and the time; the same on every screen.
public struct Header: Hashable, Sendable {
    /// For example "TRUNG TÂM PHỤC VỤ HÀNH CHÍNH CÔNG".
    public var name: String
    /// For example "Phường Mẫu · 0256 000 0000".
    public var detail: String
    /// For example "08:42".
    public var clock: String
    /// For example "Thứ Sáu 20/11/2026".
    public var date: String

    public init(name: String, detail: String, clock: String, date: String) {
        self.name = name
        self.detail = detail
        self.clock = clock
        self.date = date
    }
}

/// The help items along the bottom edge: the home screen shows five, every other screen language and help.
public struct HelpBar<Intent: Hashable & Sendable>: Hashable, Sendable {
    public struct Item: Hashable, Sendable {
        public var title: String
        public var picture: Pictogram
        /// It is in use now, and the next touch ends it.
        public var isOn: Bool
        public var value: String?
        public var intent: Intent

        public init(
            _ title: String, _ picture: Pictogram, isOn: Bool = false, value: String? = nil, intent: Intent
        ) {
            self.title = title
            self.picture = picture
            self.isOn = isOn
            self.value = value
            self.intent = intent
        }
    }

    public var items: [Item]
    /// The home screen's bar is twice as high.
    public var isFull: Bool

    public init(isFull: Bool, items: [Item]) {
        self.isFull = isFull
        self.items = items
    }
}

/// Something at a point of the panel that no layout chooses: what a technician touches, looks at or measures.
public enum Annotation: Hashable, Sendable {
    /// To be touched in the middle.
    case cross(PixelPoint)
    /// Where a finger is.
    case dot(PixelPoint)
    /// A colour as it is, `0x00RRGGBB`, whatever the theme.
    case fill(PixelRect, rgb: UInt32)
    /// Words whose middle is there, on a fill.
    case label(String, at: PixelPoint)
}
