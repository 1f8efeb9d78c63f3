internal import Drawing
internal import KioskCore

/// Lays out pages: the header and the footer first, then the body into what is left.
struct PageLayout<Intent: Hashable & Sendable> {
    let page: Page<Intent>
    let profile: Profile
    let fonts: FontLibrary
    /// The parts that need not be laid out again.
    var recent = RecentParts<Intent>()

    /// The header and the footer have their ordinary spacing on every screen, so that their places never
    /// move.
    ///
    /// They are large already: they grow less, and leave the space to the body.
    private var frameContext: LayoutContext {
        LayoutContext(
            profile: profile, fonts: fonts, spacingScale: 1,
            textFactor: profile.textScale == .large ? 1.25 : 1)
    }

    func laidOut() -> LaidOutPage<Intent> {
        let parts = page.isBare ? bareParts() : framedParts()
        return LaidOutPage(
            name: page.name, language: page.language, size: profile.size,
            parts: [parts.background, parts.body.part, parts.footer, over(parts.body)],
            hasDialogue: page.overlay != nil && !page.isBare, isOverfull: parts.body.isOverfull)
    }

    private typealias Parts = (
        background: LaidOutPart<Intent>, body: LaidOutBody<Intent>, footer: LaidOutPart<Intent>
    )

    private func bareParts() -> Parts {
        let context = LayoutContext(profile: profile, fonts: fonts, spacingScale: 1)
        var background = Composer<Intent>(context: context)
        background.fill(PixelRect(profile.size), context.theme.color(.paper))
        var body = Composer<Intent>(context: context)
        body.placeBare(page.shown)
        return (
            LaidOutPart(background), LaidOutBody(LaidOutPart(body)), LaidOutPart(Composer(context: context))
        )
    }

    private func framedParts() -> Parts {
        let context = frameContext
        let header = recent.header(page.header, profile) {
            var composer = Composer<Intent>(context: context)
            let end = composer.placeHeader(page.header)
            return LaidOutHeader(part: LaidOutPart(composer), end: end)
        }
        let footer = recent.footer(Footer(back: page.back, next: page.next, help: page.help), profile) {
            footer in
            var composer = Composer<Intent>(context: context)
            let heights = composer.heights(of: footer)
            composer.place(footer, heights)
            return LaidOutFooter(part: LaidOutPart(composer), heights: heights)
        }
        let (row, bar) = (footer.heights.row, footer.heights.bar)
        let bottom = profile.size.height - bar - row - context.pad(row > 0 ? 32 : 40)
        let start = header.end + context.pad(44)
        let region = PixelRect(x: 0, y: start, width: profile.size.width, height: bottom - start)
            .insetBy(context.px(48), 0)
        let content = BodyContent(
            shown: page.shown, choices: page.choices, turning: page.turning, shownShare: page.shownShare)
        let body = recent.body(content, in: region, profile) {
            BodyLayout(content: content, region: region, profile: profile, fonts: fonts).laidOut()
        }
        return (header.part, body, footer.part)
    }

    /// Annotations and a dialogue, over everything else and as large as the body.
    private func over(_ body: LaidOutBody<Intent>) -> LaidOutPart<Intent> {
        let overlay = page.isBare ? nil : page.overlay
        return recent.over(page.annotations, overlay, body.part.context) {
            var composer = Composer<Intent>(context: body.part.context)
            composer.place(page.annotations)
            if let overlay { composer.placeOverlay(overlay) }
            return LaidOutPart(composer)
        }
    }
}

/// What a page says between its header and its footer.
struct BodyContent<Intent: Hashable & Sendable>: Equatable {
    var shown: [View<Intent>]
    var choices: [View<Intent>]
    var turning: PageTurning<Intent>?
    var shownShare: Int
}

/// Lays out the body of a page.
private struct BodyLayout<Intent: Hashable & Sendable> {
    let content: BodyContent<Intent>
    let region: PixelRect
    let profile: Profile
    let fonts: FontLibrary

    /// A page that does not fit is tried with less spacing; then it is shown in parts, if it can be turned.
    ///
    /// Large text shrinks a little where that saves turning pages, and as far as it must when one control
    /// alone is higher than the screen: smaller beats hidden, and hidden beats cut off.
    func laidOut() -> LaidOutBody<Intent> {
        let isLarge = profile.textScale == .large
        for factor in isLarge ? [1.5, 1.35, 1.2, 1.1] : [1] {
            if let whole = whole(factor) { return LaidOutBody(LaidOutPart(whole)) }
        }
        for factor in isLarge ? [1.5, 1.25, 1] : [1] where content.turning != nil {
            for spacingScale in [0.8, 0.55] {
                if let parts = attempt(.parts, spacingScale, factor), !parts.overflows {
                    return LaidOutBody(LaidOutPart(parts))
                }
            }
        }
        if isLarge, let whole = whole(1) { return LaidOutBody(LaidOutPart(whole)) }
        let context = LayoutContext(profile: profile, fonts: fonts, spacingScale: 0.55, textFactor: 1)
        var last = Composer<Intent>(context: context, region: region)
        _ = last.place(content, content.turning == nil ? .cramped : .parts)
        return LaidOutBody(LaidOutPart(last), isOverfull: true)
    }

    /// With as much spacing as there is space for, or as little as saves turning the pages of a list.
    private func whole(_ factor: Double) -> Composer<Intent>? {
        var best: Composer<Intent>?
        for spacingScale in [1, 0.8, 0.55] where best?.pages != 1 {
            guard let whole = attempt(.whole, spacingScale, factor) else { continue }
            if whole.pages < best?.pages ?? .max { best = whole }
        }
        return best
    }

    private func attempt(_ fit: Composer<Intent>.Fit, _ spacingScale: Double, _ factor: Double) -> Composer<
        Intent
    >? {
        let context = LayoutContext(
            profile: profile, fonts: fonts, spacingScale: spacingScale, textFactor: factor)
        var composer = Composer<Intent>(context: context, region: region)
        return composer.place(content, fit) ? composer : nil
    }
}

extension Composer {
    /// Where the body ends above the buttons, and where the low screen begins.
    struct Body {
        var rect: PixelRect
        /// Nothing that can be touched stands above this line.
        var reach: Int
    }

    /// The pages of its longest list.
    fileprivate var pages: Int { paging.map(\.pages).max() ?? 1 }

    enum Fit {
        /// Only when everything fits.
        case whole
        /// All of it, even where it covers what stands below.
        case cramped
        /// A page of it.
        case parts
    }

    /// Places the body; returns false, with nothing that may be used, when the whole did not fit.
    fileprivate mutating func place(_ page: BodyContent<Intent>, _ fit: Fit) -> Bool {
        let reach = context.profile.lowScreen ? context.profile.size.height * 45 / 100 : 0
        let plan = plan(page, Body(rect: region, reach: reach), fit)
        switch fit {
        case .whole where plan.contains { $0.height(context) > $0.rect.height }: return false
        case .whole, .cramped:
            for part in plan { place(part.stack, in: part.rect) }
        case .parts:
            if let turning = page.turning { placeParts(plan, turning) }
        }
        return true
    }

    // MARK: Where the two parts of the body stand

    /// Views that stand under each other in one part of the body.
    struct Part {
        var views: [View<Intent>]
        var rect: PixelRect

        var stack: Stack<Intent> { Stack(.vertical, spacing: 32, alignment: .leading, children: views) }

        func height(_ context: LayoutContext) -> Int {
            context.size(of: View(.stack(stack)), width: rect.width).height
        }
    }

    private func plan(_ page: BodyContent<Intent>, _ body: Body, _ fit: Fit) -> [Part] {
        let isPortrait = context.profile.size.isPortrait
        if page.choices.isEmpty {
            return isPortrait || fit == .parts
                ? [Part(views: page.shown, rect: body.rect)]
                : readingColumns(page.shown, body.rect, gap: context.gap(48))
        }
        if body.reach > 0, page.choices.contains(where: \.isTouchable) {
            return isPortrait ? stacked(page, body) : wideLow(page, body)
        }
        return isPortrait
            ? [Part(views: page.shown + page.choices, rect: body.rect)] : columns(page, body)
    }

    /// The low screen: what is touched starts at the reach line, or lower when what is shown needs the space.
    private func stacked(_ page: BodyContent<Intent>, _ body: Body) -> [Part] {
        var upper = Part(views: page.shown, rect: body.rect)
        var lower = Part(views: page.choices, rect: body.rect)
        let needed = lower.height(context)
        let latest = body.rect.maxY - needed
        let wanted = body.rect.y + upper.height(context) + context.gap(32)
        let start = max(body.reach, min(wanted, latest))
        upper.rect.height = max(1, start - context.gap(32) - body.rect.y)
        lower.rect.y = start
        lower.rect.height = max(1, body.rect.maxY - start)
        return [upper, lower]
    }

    /// The low screen of a wide panel: what is touched stands low beside what is shown, as it is or with
    /// more columns; or else under it, over the whole width.
    private func wideLow(_ page: BodyContent<Intent>, _ body: Body) -> [Part] {
        var wide = page
        wide.choices = page.choices.map(\.spread)
        let beside = [page, wide].map { page in
            var parts = columns(page, body)
            parts[parts.count - 1].rect = reachable(parts[parts.count - 1].rect, body)
            return parts
        }
        return (beside + [stacked(wide, body)]).first {
            $0.allSatisfy { $0.height(context) <= $0.rect.height }
        }
            ?? beside[0]
    }

    private func reachable(_ rect: PixelRect, _ body: Body) -> PixelRect {
        let top = max(rect.y, body.reach)
        return PixelRect(x: rect.x, y: top, width: rect.width, height: max(1, rect.maxY - top))
    }

    /// Landscape: what is at the left, what to do at the right.
    private func columns(_ page: BodyContent<Intent>, _ body: Body) -> [Part] {
        let gap = context.gap(48)
        if page.shown.isEmpty { return [Part(views: page.choices, rect: body.rect)] }
        var left = Part(views: page.shown, rect: body.rect)
        left.rect.width = (body.rect.width - gap) * min(80, max(20, page.shownShare)) / 100
        var right = Part(views: page.choices, rect: body.rect)
        right.rect.x = left.rect.maxX + gap
        right.rect.width = body.rect.maxX - right.rect.x
        return [left, right]
    }

    /// One column in the middle, or two of about the same height when one is not enough.
    private func readingColumns(_ views: [View<Intent>], _ rect: PixelRect, gap: Int) -> [Part] {
        var single = Part(views: views, rect: rect)
        single.rect.width = min(rect.width, context.px(1200))
        single.rect.x = rect.x + (rect.width - single.rect.width) / 2
        if views.count < 2 || single.height(context) <= rect.height { return [single] }
        let width = (rect.width - gap) / 2
        let right = PixelRect(x: rect.maxX - width, y: rect.y, width: width, height: rect.height)
        let left = PixelRect(x: rect.x, y: rect.y, width: width, height: rect.height)
        let splits = (1..<views.count).map { cut in
            [
                Part(views: Array(views[..<cut]), rect: left),
                Part(views: Array(views[cut...]), rect: right),
            ]
        }
        func higher(_ parts: [Part]) -> Int { parts.map { $0.height(context) }.max() ?? 0 }
        return splits.min { higher($0) < higher($1) } ?? [single]
    }

    // MARK: A body in parts

    /// Views in the order of reading, and the columns they fill page after page.
    private struct Flow {
        var packs: [[View<Intent>]]
        var columns: [PixelRect]

        var pages: Int { (packs.count + columns.count - 1) / columns.count }
    }

    private mutating func placeParts(_ plan: [Part], _ turning: PageTurning<Intent>) {
        let bar = context.turningHeight(turning, width: region.width)
        let flows = plan.map { flow($0, above: region.maxY - bar - context.gap(24)) }
        let count = max(1, flows.map(\.pages).max() ?? 1)
        let index = min(max(0, turning.index), count - 1)
        for flow in flows where !flow.packs.isEmpty {
            // What is shorter than its neighbour stays while that is turned.
            let page = min(index, flow.pages - 1)
            for (column, rect) in flow.columns.enumerated() {
                let pack = page * flow.columns.count + column
                if pack < flow.packs.count { place(flow.packs[pack], atTopOf: rect) }
            }
        }
        paging.append(PagingState(index: index, pages: count, items: index..<index + 1))
        placeTurning(
            turning, index: index, of: count,
            in: PixelRect(x: region.x, y: region.maxY - bar, width: region.width, height: bar))
    }

    /// A wide panel is read in two columns, like a newspaper: shorter lines, half the pages.
    private func flow(_ part: Part, above bottom: Int) -> Flow {
        var rect = part.rect
        rect.height = min(rect.maxY, bottom) - rect.y
        var columns = [rect]
        let gap = context.gap(48)
        if rect.width > context.px(1400) {
            columns[0].width = (rect.width - gap) / 2
            columns.append(columns[0])
            columns[1].x = rect.maxX - columns[1].width
        }
        let packs = context.pages(
            of: part.views, spacing: 32, width: columns[0].width, available: rect.height)
        return Flow(packs: packs, columns: columns)
    }

    private mutating func place(_ views: [View<Intent>], atTopOf rect: PixelRect) {
        let stack = Stack(.vertical, spacing: 32, alignment: .leading, children: views)
        let height = context.size(of: View(.stack(stack)), width: rect.width).height
        if height > rect.height { overflows = true }
        place(stack, in: PixelRect(x: rect.x, y: rect.y, width: rect.width, height: height))
    }

    // MARK: A dialogue

    fileprivate mutating func placeOverlay(_ view: View<Intent>) {
        let screen = PixelRect(context.profile.size)
        items.append(.dim(screen, context.theme.dimColor))
        let width = min(context.px(920), screen.width - 2 * context.px(48))
        let (across, along) = (context.pad(56), context.pad(48))
        let inner = context.size(of: view, width: width - 2 * across).height
        let height = inner + 2 * along
        let top =
            context.profile.lowScreen ? screen.maxY - context.px(48) - height : (screen.height - height) / 2
        let card = PixelRect(
            x: (screen.width - width) / 2, y: max(context.px(24), top), width: width, height: height)
        background(card, context.theme.color(.card), border: .blue, context.strongLine, radius: 32)
        place(view, in: card.insetBy(across, along))
    }
}

extension View {
    /// Whether a finger finds something in it.
    fileprivate var isTouchable: Bool {
        if intent != nil { return true }
        return switch content {
        case .stack(let stack), .panel(_, let stack): stack.children.contains(where: \.isTouchable)
        case .grid(let grid): grid.cells.contains(where: \.isTouchable)
        case .pages: true
        default: false
        }
    }

    /// A grid with twice the columns, where they are wide enough.
    fileprivate var spread: View {
        guard case .grid(var grid) = content else { return self }
        grid.columns *= 2
        grid.minCellWidth = grid.minCellWidth * 10 / 7
        var copy = self
        copy.content = .grid(grid)
        return copy
    }
}
