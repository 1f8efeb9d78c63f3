public import Drawing
public import KioskCore

/// Keeps the picture of one screen up to date: lays pages out, finds what changed, paints only that.
///
/// One owner, one thread.
public final class ScreenRenderer<Intent: Hashable & Sendable> {
    /// How this person wants to see it; a change takes effect with the next page shown.
    public var profile: Profile
    /// The picture to hand to the display.
    public private(set) var bitmap: Bitmap
    /// What is shown; nil before the first page.
    public private(set) var screen: LaidOutScreen<Intent>?

    private let fonts: FontLibrary
    private var items: [DrawItem] = []
    private var page: Page<Intent>?
    private var shownProfile: Profile?
    private var pressed: ScreenNode<Intent>?

    public init(profile: Profile, fonts: FontLibrary) {
        self.profile = profile
        self.fonts = fonts
        bitmap = Bitmap(size: profile.size)
    }

    /// Shows a page; answers the parts of the picture that changed.
    @discardableResult
    public func show(_ page: Page<Intent>, pressed: ScreenNode<Intent>? = nil) -> [PixelRect] {
        if page == self.page, profile == shownProfile, pressed == self.pressed { return [] }
        let laidOut = PageLayout(page: page, profile: profile, fonts: fonts).laidOut(pressed: pressed)
        let whole = PixelRect(profile.size)
        var changed = damage(from: items, to: laidOut.items, within: whole)
        if bitmap.size != profile.size {
            bitmap = Bitmap(size: profile.size)
            changed = [whole]
        }
        items = laidOut.items
        screen = laidOut.screen
        self.page = page
        shownProfile = profile
        self.pressed = pressed
        paint(changed)
        return changed
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
        for rect in damage {
            // What a later fill covers whole need not be painted.
            let first = items.lastIndex { $0.covers(rect) } ?? 0
            let touched = items[first...].filter { !$0.bounds.intersection(rect).isEmpty }
            bitmap.paint(within: rect) { canvas in
                for item in touched { item.paint(on: canvas, fonts: fonts) }
            }
        }
    }
}
