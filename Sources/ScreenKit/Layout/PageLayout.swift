internal import Drawing
internal import KioskCore

/// A page with every place known, and the strokes that draw it.
struct LaidOutPage<Intent: Hashable & Sendable>: Hashable {
    var screen: LaidOutScreen<Intent>
    var items: [DrawItem]
    var texts: [PlacedText]
    /// The body needed more room than there is, and there was no page turning.
    var isOverfull: Bool
}

/// Lays out pages: the frame first, then the body into what is left.
struct PageLayout<Intent: Hashable & Sendable> {
    let page: Page<Intent>
    let profile: Profile
    let fonts: FontLibrary

    /// A page that does not fit is tried with less air; then it is shown in parts.
    func laidOut(pressed: ScreenNode<Intent>? = nil) -> LaidOutPage<Intent> {
        let airs = [1, 0.75, 0.5]
        for air in airs {
            var attempt = Composer(look: Look(profile: profile, fonts: fonts, air: air), pressed: pressed)
            if attempt.place(page, inParts: false) { return result(attempt, isOverfull: false) }
        }
        let isTurnable = page.turning != nil
        let air = isTurnable ? 0.75 : 0.5
        var last = Composer(look: Look(profile: profile, fonts: fonts, air: air), pressed: pressed)
        _ = last.place(page, inParts: isTurnable)
        return result(last, isOverfull: !isTurnable)
    }

    private func result(_ composer: Composer<Intent>, isOverfull: Bool) -> LaidOutPage<Intent> {
        LaidOutPage(
            screen: LaidOutScreen(
                name: page.name, language: page.language, size: profile.size, nodes: composer.nodes,
                paging: composer.paging),
            items: composer.items, texts: composer.texts, isOverfull: isOverfull)
    }
}

extension Composer {
    /// Where the body ends above the buttons, and where the low screen begins.
    struct Body {
        var rect: PixelRect
        /// Nothing that can be touched stands above this line.
        var reach: Int
    }

    /// Answers false, having placed nothing that matters, when the body does not fit whole.
    fileprivate mutating func place(_ page: Page<Intent>, inParts: Bool) -> Bool {
        let screen = PixelRect(look.profile.size)
        fill(screen, look.theme.color(.paper))
        let top = placeHeader(page.header)
        let foot = footHeights(page)
        let margin = look.px(48)
        let bottom = screen.height - foot.bar - foot.row
        let body = PixelRect(
            x: margin, y: top + look.pad(44), width: screen.width - 2 * margin,
            height: bottom - look.pad(foot.row > 0 ? 32 : 40) - top - look.pad(44))
        region = body
        let reach = look.profile.lowScreen ? screen.height * 45 / 100 : 0
        let plan = plan(page, Body(rect: body, reach: reach))
        if inParts, let turning = page.turning {
            placeParts(of: page, plan, turning)
        } else {
            let fits = plan.allSatisfy { $0.height(look) <= $0.rect.height }
            if !fits && look.air > 0.5 { return false }
            if !fits && page.turning != nil { return false }
            for part in plan { place(part.stack(look), in: part.rect) }
            if !fits { return placeRest(page, foot, screen) && false }
        }
        return placeRest(page, foot, screen)
    }

    private mutating func placeRest(
        _ page: Page<Intent>, _ foot: FootHeights, _ screen: PixelRect
    ) -> Bool {
        region = screen
        placeFoot(page, foot)
        if let overlay = page.overlay { placeOverlay(overlay) }
        return true
    }

    // MARK: Where the two parts of the body stand

    /// Views that stand under each other in one part of the body.
    struct Part {
        var views: [View<Intent>]
        var rect: PixelRect

        func stack(_ look: Look) -> Stack<Intent> {
            Stack(.vertical, spacing: 32, alignment: .leading, children: views)
        }

        func height(_ look: Look) -> Int {
            look.size(of: View(.stack(stack(look))), width: rect.width).height
        }
    }

    private func plan(_ page: Page<Intent>, _ body: Body) -> [Part] {
        if !look.profile.size.isPortrait { return columns(page, body) }
        guard body.reach > 0, !page.choices.isEmpty else {
            return [Part(views: page.shown + page.choices, rect: body.rect)]
        }
        return stacked(page, body)
    }

    /// The low screen: what is touched starts at the reach line, or lower when what is shown needs the room.
    private func stacked(_ page: Page<Intent>, _ body: Body) -> [Part] {
        var upper = Part(views: page.shown, rect: body.rect)
        var lower = Part(views: page.choices, rect: body.rect)
        let needed = lower.height(look)
        let latest = body.rect.maxY - needed
        let wanted = body.rect.y + upper.height(look) + look.gap(32)
        let start = max(body.reach, min(wanted, latest))
        upper.rect.height = max(1, start - look.gap(32) - body.rect.y)
        lower.rect.y = start
        lower.rect.height = max(1, body.rect.maxY - start)
        return [upper, lower]
    }

    /// Landscape: what is at the left, what to do at the right.
    private func columns(_ page: Page<Intent>, _ body: Body) -> [Part] {
        let gap = look.gap(48)
        if page.choices.isEmpty { return readingColumns(page.shown, body.rect, gap: gap) }
        if page.shown.isEmpty { return [reachable(Part(views: page.choices, rect: body.rect), body)] }
        var left = Part(views: page.shown, rect: body.rect)
        left.rect.width = (body.rect.width - gap) * min(80, max(20, page.shownShare)) / 100
        var right = Part(views: page.choices, rect: body.rect)
        right.rect.x = left.rect.maxX + gap
        right.rect.width = body.rect.maxX - right.rect.x
        return [left, reachable(right, body)]
    }

    private func reachable(_ part: Part, _ body: Body) -> Part {
        guard body.reach > 0 else { return part }
        var part = part
        part.rect.y = max(part.rect.y, body.reach)
        part.rect.height = max(1, body.rect.maxY - part.rect.y)
        return part
    }

    /// Something only to be read: one column in the middle, or two when one is not enough.
    private func readingColumns(_ views: [View<Intent>], _ rect: PixelRect, gap: Int) -> [Part] {
        var single = Part(views: views, rect: rect)
        single.rect.width = min(rect.width, look.px(1200))
        single.rect.x = rect.x + (rect.width - single.rect.width) / 2
        if views.count < 2 || single.height(look) <= rect.height { return [single] }
        let width = (rect.width - gap) / 2
        let right = PixelRect(x: rect.maxX - width, y: rect.y, width: width, height: rect.height)
        let left = PixelRect(x: rect.x, y: rect.y, width: width, height: rect.height)
        let splits = (1..<views.count).map { cut in
            [
                Part(views: Array(views[..<cut]), rect: left),
                Part(views: Array(views[cut...]), rect: right),
            ]
        }
        func higher(_ parts: [Part]) -> Int { parts.map { $0.height(look) }.max() ?? 0 }
        return splits.min { higher($0) < higher($1) } ?? [single]
    }

    // MARK: A body in parts

    private mutating func placeParts(of page: Page<Intent>, _ plan: [Part], _ turning: PageTurning<Intent>) {
        let bar = look.turningHeight(turning, width: region.width)
        let below = bar + look.gap(24)
        let spacing = look.gap(32)
        let packed = plan.map { part -> (part: Part, pieces: [View<Intent>], packs: [Range<Int>]) in
            var part = part
            part.rect.height -= below
            let pieces = look.pieces(of: part.views, width: part.rect.width, room: part.rect.height)
            let heights = pieces.map { look.size(of: $0, width: part.rect.width).height }
            return (part, pieces, pack(heights, spacing: spacing, into: part.rect.height))
        }
        let count = max(1, packed.map(\.packs.count).max() ?? 1)
        let index = min(max(0, turning.index), count - 1)
        for (part, pieces, packs) in packed where !packs.isEmpty {
            let range = packs[min(index, packs.count - 1)]
            let height =
                pieces[range].map { look.size(of: $0, width: part.rect.width).height }
                .reduce(0, +) + look.gaps(32, range.count)
            let rect = PixelRect(x: part.rect.x, y: part.rect.y, width: part.rect.width, height: height)
            place(
                Stack(.vertical, spacing: 32, alignment: .leading, children: Array(pieces[range])), in: rect)
        }
        paging.append(PagingState(index: index, pages: count, items: index..<index + 1))
        placeTurning(
            turning, index: index, of: count,
            in: PixelRect(x: region.x, y: region.maxY - bar, width: region.width, height: bar))
    }

    // MARK: A dialogue

    private mutating func placeOverlay(_ view: View<Intent>) {
        let screen = PixelRect(look.profile.size)
        items.append(.veil(screen, look.theme.veil))
        nodes.removeAll()
        texts.removeAll()
        paging.removeAll()
        let width = min(look.px(920), screen.width - 2 * look.px(48))
        let (across, along) = (look.pad(56), look.pad(48))
        let inner = look.size(of: view, width: width - 2 * across).height
        let height = inner + 2 * along
        let top =
            look.profile.lowScreen ? screen.maxY - look.px(48) - height : (screen.height - height) / 2
        let card = PixelRect(
            x: (screen.width - width) / 2, y: max(look.px(24), top), width: width, height: height)
        ground(card, look.theme.color(.card), border: .blue, look.strongLine, radius: 32)
        place(view, in: card.insetBy(across, along))
    }
}
