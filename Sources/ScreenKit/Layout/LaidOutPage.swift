internal import Drawing
internal import KioskCore

/// A page with every place known, and the items that draw it.
struct LaidOutPage<Intent: Hashable & Sendable> {
    var name: String
    var language: Language
    var size: PixelSize
    /// From back to front: background and header, body, footer, annotations and dialogue.
    var parts: [LaidOutPart<Intent>]
    /// Only the last part can be touched or is read.
    var hasDialogue: Bool
    /// The body needed more space than there is, and there was no page turning.
    var isOverfull: Bool

    var screen: LaidOutScreen<Intent> {
        LaidOutScreen(
            name: name, language: language, size: size, nodes: readable.flatMap(\.nodes),
            paging: readable.flatMap(\.paging))
    }

    var items: [DrawItem] { parts.flatMap(\.items) }

    /// The texts that are read, with their indices among all items; for the audit.
    var texts: [PlacedText] {
        var texts: [PlacedText] = []
        var first = parts.dropLast(readable.count).reduce(0) { $0 + $1.items.count }
        for part in readable {
            texts += part.texts.map { text in
                var text = text
                text.item += first
                return text
            }
            first += part.items.count
        }
        return texts
    }

    private var readable: ArraySlice<LaidOutPart<Intent>> { hasDialogue ? parts.suffix(1) : parts[...] }
}

/// A part of a page with every place known; what did not change from one page to the next is the same object.
final class LaidOutPart<Intent: Hashable & Sendable> {
    let context: LayoutContext
    let items: [DrawItem]
    let nodes: [ScreenNode<Intent>]
    let texts: [PlacedText]
    let paging: [PagingState]
    private let controls: [PlacedControl<Intent>]

    init(_ composer: Composer<Intent>) {
        context = composer.context
        items = composer.items
        nodes = composer.nodes
        texts = composer.texts
        paging = composer.paging
        controls = composer.controls
    }

    private init(_ part: LaidOutPart, items: [DrawItem]) {
        context = part.context
        self.items = items
        (nodes, texts, paging, controls) = (part.nodes, [], part.paging, [])
    }

    /// The same part with a node drawn pressed: only that node is laid out again.
    func pressed(_ node: ScreenNode<Intent>) -> LaidOutPart {
        let pressed = controls.filter { $0.bounds == node.bounds && $0.intent == node.intent }
        guard !pressed.isEmpty else { return self }
        var items = items
        for control in pressed.reversed() {
            var composer = Composer<Intent>(context: context, pressed: node)
            switch control.kind {
            case .view(let view): composer.draw(view, in: control.rect)
            case .helpItem(let item, let shape): composer.draw(item, as: shape, in: control.rect)
            }
            items.replaceSubrange(control.items, with: composer.items)
        }
        return LaidOutPart(self, items: items)
    }
}

/// Something that looks different while it is pressed, and the items that draw it at rest.
struct PlacedControl<Intent: Hashable & Sendable> {
    enum Kind {
        case view(View<Intent>)
        case helpItem(HelpBar<Intent>.Item, HelpItemShape)
    }
    var kind: Kind
    /// Where it is drawn.
    var rect: PixelRect
    var intent: Intent
    /// Where it is touched.
    var bounds: PixelRect
    var items: Range<Int>
}

struct LaidOutHeader<Intent: Hashable & Sendable> {
    var part: LaidOutPart<Intent>
    /// Where it ends, in pixels from the top.
    var end: Int
}

struct LaidOutFooter<Intent: Hashable & Sendable> {
    var part: LaidOutPart<Intent>
    var heights: Composer<Intent>.FooterHeights
}

struct LaidOutBody<Intent: Hashable & Sendable> {
    var part: LaidOutPart<Intent>
    var isOverfull: Bool

    init(_ part: LaidOutPart<Intent>, isOverfull: Bool = false) {
        (self.part, self.isOverfull) = (part, isOverfull)
    }
}

/// The parts laid out lately: of a page that returns, or of which only the clock changed, nothing is laid out
/// again.
///
/// A body takes some 40 KB; all together at most 1 MB.
final class RecentParts<Intent: Hashable & Sendable> {
    private struct HeaderKey: Equatable {
        var header: Header
        var profile: Profile
    }
    private struct FooterKey: Equatable {
        var footer: Footer<Intent>
        var profile: Profile
    }
    private struct BodyKey: Equatable {
        var region: PixelRect
        var profile: Profile
        var content: BodyContent<Intent>
    }
    private struct OverKey: Equatable {
        var annotations: [Annotation]
        var overlay: View<Intent>?
        var profile: Profile
        var spacingScale: Double
        var textFactor: Double
    }

    private var headers = RecentList<HeaderKey, LaidOutHeader<Intent>>(capacity: 4)
    private var footers = RecentList<FooterKey, LaidOutFooter<Intent>>(capacity: 12)
    private var bodies = RecentList<BodyKey, LaidOutBody<Intent>>(capacity: 16)
    private var overs = RecentList<OverKey, LaidOutPart<Intent>>(capacity: 3)

    func header(
        _ header: Header, _ profile: Profile, make: () -> LaidOutHeader<Intent>
    ) -> LaidOutHeader<Intent> {
        headers.value(for: HeaderKey(header: header, profile: profile), make: make)
    }

    func footer(
        _ footer: Footer<Intent>, _ profile: Profile, make: (Footer<Intent>) -> LaidOutFooter<Intent>
    ) -> LaidOutFooter<Intent> {
        footers.value(for: FooterKey(footer: footer, profile: profile)) { make(footer) }
    }

    func body(
        _ content: BodyContent<Intent>, in region: PixelRect, _ profile: Profile,
        make: () -> LaidOutBody<Intent>
    ) -> LaidOutBody<Intent> {
        bodies.value(for: BodyKey(region: region, profile: profile, content: content), make: make)
    }

    func over(
        _ annotations: [Annotation], _ overlay: View<Intent>?, _ context: LayoutContext,
        make: () -> LaidOutPart<Intent>
    ) -> LaidOutPart<Intent> {
        let key = OverKey(
            annotations: annotations, overlay: overlay, profile: context.profile,
            spacingScale: context.spacingScale,
            textFactor: context.textFactor)
        return overs.value(for: key, make: make)
    }
}

/// A few values by keys that cost more to hash than to compare: the one that was not used longest goes first.
private struct RecentList<Key: Equatable, Value> {
    let capacity: Int
    private var entries: [(key: Key, value: Value)] = []

    init(capacity: Int) { self.capacity = capacity }

    mutating func value(for key: Key, make: () -> Value) -> Value {
        if let index = entries.lastIndex(where: { $0.key == key }) {
            let entry = entries.remove(at: index)
            entries.append(entry)
            return entry.value
        }
        let value = make()
        if entries.count == capacity { entries.removeFirst() }
        entries.append((key, value))
        return value
    }
}
