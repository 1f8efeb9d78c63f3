public import Drawing
public import KioskCore

/// Keeps the picture of one screen up to date: lays pages out, finds what changed, paints only that.
///
/// Not safe for concurrent use.
public final class ScreenRenderer<Intent: Hashable & Sendable> {
    /// How this person wants to see it; a change takes effect with the next page shown.
    public var profile: Profile
    /// The picture to hand to the display.
    public private(set) var bitmap: Bitmap
    /// What is shown; nil before the first page.
    public private(set) var screen: LaidOutScreen<Intent>?

    private let fonts: FontLibrary
    private let recent = RecentParts<Intent>()
    private var page: Page<Intent>?
    private var shownProfile: Profile?
    private var laidOut: LaidOutPage<Intent>?
    private var pressed: ScreenNode<Intent>?
    /// The parts that are shown, the pressed node drawn pressed.
    private var parts: [LaidOutPart<Intent>] = []

    public init(profile: Profile, fonts: FontLibrary) {
        self.profile = profile
        self.fonts = fonts
        bitmap = Bitmap(size: profile.size)
    }

    /// Shows a page; returns the parts of the picture that changed, none of which overlap.
    @discardableResult
    public func show(_ page: Page<Intent>, pressed: ScreenNode<Intent>? = nil) -> [PixelRect] {
        if let laidOut, profile == shownProfile, page == self.page {
            return pressed == self.pressed ? [] : show(laidOut, pressed: pressed)
        }
        let laidOut = PageLayout(page: page, profile: profile, fonts: fonts, recent: recent).laidOut()
        self.page = page
        shownProfile = profile
        self.laidOut = laidOut
        screen = laidOut.screen
        return show(laidOut, pressed: pressed)
    }

    private func show(_ page: LaidOutPage<Intent>, pressed: ScreenNode<Intent>?) -> [PixelRect] {
        let new = pressed.map { node in page.parts.map { $0.pressed(node) } } ?? page.parts
        let old = parts
        (parts, self.pressed) = (new, pressed)
        let whole = PixelRect(profile.size)
        var damage = [whole]
        if bitmap.size == profile.size, old.count == new.count {
            let changed = zip(old, new).filter { $0 !== $1 }
            damage = joined(changed.flatMap { changes(from: $0.items, to: $1.items, within: whole) })
        } else if bitmap.size != profile.size {
            bitmap = Bitmap(size: profile.size)
        }
        paint(damage)
        return damage
    }

    /// Shows the same page with another node pressed, or none.
    @discardableResult
    public func press(_ node: ScreenNode<Intent>?) -> [PixelRect] {
        guard let page else { return [] }
        return show(page, pressed: node)
    }

    /// Paints everything again; for a display that lost its picture.
    public func repaint() -> [PixelRect] {
        let whole = [PixelRect(profile.size)]
        paint(whole)
        return whole
    }

    private func paint(_ damage: [PixelRect]) {
        let items = parts.flatMap(\.items)
        for band in damage.flatMap(\.bands) {
            // What a later fill covers whole need not be painted.
            let first = items.lastIndex { $0.covers(band) } ?? 0
            bitmap.paint(within: band) { canvas in
                for item in items[first...] where !item.bounds.intersection(band).isEmpty {
                    item.paint(on: canvas, fonts: fonts)
                }
            }
        }
    }
}

extension PixelRect {
    /// Strips that stay in the processor's cache while one item after the other is painted over them.
    fileprivate var bands: [PixelRect] {
        let height = max(8, (1 << 16) / max(1, width))
        return stride(from: y, to: maxY, by: height).map {
            PixelRect(x: x, y: $0, width: width, height: min(height, maxY - $0))
        }
    }
}
