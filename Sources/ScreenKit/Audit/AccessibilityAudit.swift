public import Drawing
public import KioskCore

/// Checks screens as they come out on a panel; run over every screen, language and size.
public enum AccessibilityAudit {
    /// What is wrong with a page on a panel; empty when nothing is.
    public static func findings<Intent: Hashable & Sendable>(
        of page: Page<Intent>, profile: Profile, fonts: FontLibrary
    ) -> [AccessibilityFinding] {
        let laidOut = PageLayout(page: page, profile: profile, fonts: fonts).laidOut()
        let theme = Theme(name: profile.theme)
        let screen = PixelRect(profile.size)
        var findings: [AccessibilityFinding] = []
        if laidOut.isOverfull {
            findings.append(.init(kind: .overfull, subject: page.name, bounds: screen))
        }
        findings += targetFindings(laidOut.screen.nodes, profile)
        findings += labelFindings(laidOut.screen.nodes)
        for text in laidOut.texts { findings += textFindings(text, laidOut.items, theme, screen) }
        findings += laidOut.items.compactMap(codeFinding)
        return findings
    }

    // MARK: Targets

    private static func targetFindings<Intent>(
        _ nodes: [ScreenNode<Intent>], _ profile: Profile
    ) -> [AccessibilityFinding] {
        let targets = nodes.filter { $0.intent != nil }
        let reach = profile.lowScreen ? profile.size.height * 45 / 100 : 0
        var findings: [AccessibilityFinding] = []
        for (index, target) in targets.enumerated() {
            func found(_ kind: AccessibilityFinding.Kind) {
                findings.append(.init(kind: kind, subject: target.label, bounds: target.bounds))
            }
            let isMain = target.role == .button || target.role == .tile
            let least = profile.pixels(isMain ? 80 : 60)
            if min(target.bounds.width, target.bounds.height) < least { found(.targetTooSmall) }
            if target.bounds.y < reach { found(.outOfReach) }
            for other in targets[(index + 1)...] {
                let gap = distance(target.bounds, other.bounds)
                if gap < 0 {
                    found(.overlappingTargets)
                } else if gap < profile.pixels(LayoutContext.minGap) {
                    found(.gapTooSmall)
                }
            }
        }
        return findings
    }

    /// The gap between two rectangles in the direction that separates them; negative when they overlap.
    private static func distance(_ a: PixelRect, _ b: PixelRect) -> Int {
        let across = max(b.x - a.maxX, a.x - b.maxX)
        let along = max(b.y - a.maxY, a.y - b.maxY)
        return max(across, along)
    }

    private static func labelFindings<Intent>(_ nodes: [ScreenNode<Intent>]) -> [AccessibilityFinding] {
        nodes.filter { $0.label.allSatisfy(\.isWhitespace) }
            .map { AccessibilityFinding(kind: .missingLabel, subject: $0.role.rawValue, bounds: $0.bounds) }
    }

    // MARK: Texts and codes

    private static func textFindings(
        _ text: PlacedText, _ items: [DrawItem], _ theme: Theme, _ screen: PixelRect
    ) -> [AccessibilityFinding] {
        var findings: [AccessibilityFinding] = []
        // The ink's rectangle has a pixel of margin on every side, and smoothing may reach one further.
        let ink = text.ink.insetBy(2)
        // The horns of ơ and ư and the tail of J reach a little beyond their advance; nothing cuts them
        // there.
        let box = PixelRect(
            x: text.box.x - overhang, y: text.box.y, width: text.box.width + 2 * overhang,
            height: text.box.height)
        let available = box.intersection(text.region).intersection(screen)
        if !ink.isEmpty, ink.intersection(available) != ink {
            findings.append(.init(kind: .clippedText, subject: text.text, bounds: text.ink))
        }
        let quiet = [ColorToken.quietInk, .green, .amber, .red].map(theme.color)
        let least = quiet.contains(text.color) ? 4.5 : 7
        if let background = background(under: text, items), contrast(text.color, background) < least {
            findings.append(.init(kind: .lowContrast, subject: text.text, bounds: text.ink))
        }
        return findings
    }

    /// How far a glyph may reach sideways beyond its box, in pixels.
    private static let overhang = 6

    /// The colour that was filled last under the middle of a text.
    private static func background(under text: PlacedText, _ items: [DrawItem]) -> Color? {
        let middle = PixelPoint(x: text.ink.x + text.ink.width / 2, y: text.ink.y + text.ink.height / 2)
        for item in items[..<text.item].reversed() where item.bounds.contains(middle) {
            if case .fill(_, let color, _, _) = item { return color }
        }
        return nil
    }

    private static func codeFinding(_ item: DrawItem) -> AccessibilityFinding? {
        guard case .qr(let symbol, let rect) = item else { return nil }
        if let symbol, min(rect.width, rect.height) / symbol.sideWithQuietZone >= 4 {
            return nil
        }
        return AccessibilityFinding(kind: .unreadableCode, subject: "QR", bounds: rect)
    }
}

/// Something about a laid-out screen that somebody could not see, read, reach or touch.
public struct AccessibilityFinding: Hashable, Sendable, CustomStringConvertible {
    public enum Kind: String, CaseIterable, Hashable, Sendable {
        /// Below 20 mm for buttons and tiles, 15 mm for the rest.
        case targetTooSmall
        /// Below 3 mm between two targets.
        case gapTooSmall
        case overlappingTargets
        /// The body needs more space than there is and cannot be turned.
        case overfull
        /// Ink outside the space that was given to a text, or outside its part of the screen.
        case clippedText
        /// Below 7 to 1; below 4.5 to 1 for quiet text and the colours of states.
        case lowContrast
        case missingLabel
        /// Above the lower 55 percent in the low-screen mode.
        case outOfReach
        /// A QR text that is too long, or whose modules come out below 4 pixels.
        case unreadableCode
    }

    public var kind: Kind
    /// The label or text concerned.
    public var subject: String
    /// In pixels of the screen.
    public var bounds: PixelRect

    public var description: String {
        "\(kind.rawValue): “\(subject)” at \(bounds.x),\(bounds.y) \(bounds.width)×\(bounds.height)"
    }
}
