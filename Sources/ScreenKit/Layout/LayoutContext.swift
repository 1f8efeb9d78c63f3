internal import Drawing
internal import KioskCore

/// Everything that turns a view into pixels of one panel for one person.
struct LayoutContext {
    let profile: Profile
    let theme: Theme
    let fonts: FontLibrary
    /// What ordinary distances are multiplied with: 1, or less when a screen would not fit otherwise.
    ///
    /// Text and targets keep their size.
    let spacingScale: Double
    /// What ordinary sizes are multiplied with: 1.5 for large text, less only where nothing else helps.
    let textFactor: Double

    init(profile: Profile, fonts: FontLibrary, spacingScale: Double, textFactor: Double? = nil) {
        self.profile = profile
        self.theme = Theme(name: profile.theme)
        self.fonts = fonts
        self.spacingScale = spacingScale
        self.textFactor = textFactor ?? profile.textScale.factor
    }

    /// The least gap between things that can be touched: 3 mm.
    static let minGap = 12

    func px(_ units: Int) -> Int { profile.pixels(units) }

    /// A distance between views: shrinks with the spacing, not below 3 mm.
    func gap(_ units: Int) -> Int {
        max(profile.pixels(Double(units) * spacingScale), px(min(units, Self.minGap)))
    }

    /// A distance inside a view: shrinks with the spacing.
    func pad(_ units: Int) -> Int { profile.pixels(Double(units) * spacingScale) }

    /// An ornament: smaller with less spacing and with large text, which needs the space; at least a line
    /// high.
    func ornament(_ units: Int) -> Int {
        let share =
            (profile.textScale == .large ? 0.75 : 1) * (spacingScale < 0.6 ? 0.6 : spacingScale < 1 ? 0.8 : 1)
        return max(profile.pixels(Double(units) * share), px(min(units, 44)))
    }

    /// A code shrinks less: a telephone must read it.
    func code(_ units: Int) -> Int {
        profile.pixels(Double(units) * (spacingScale < 0.6 ? 0.7 : spacingScale < 1 ? 0.85 : 1))
    }

    var line: Int { max(1, px(theme.lineWidth)) }
    var strongLine: Int { max(1, px(theme.strongLineWidth)) }

    func size(of style: TextStyle) -> Int {
        // The number is large already: it takes what space there is, and the text scale leaves it alone.
        let scale = style != .number ? textFactor : spacingScale < 0.6 ? 0.7 : spacingScale < 1 ? 0.85 : 1
        return profile.pixels(Double(style.units) * scale)
    }

    func spec(_ words: Words, width: Int?) -> TextSpec {
        let runs = words.runs.map { TextSpec.Run($0.text, isBold: $0.isStrong || words.style.isBold) }
        var spec = TextSpec(
            runs, size: size(of: words.style), width: width, alignment: words.alignment.ofText)
        if words.style == .number, let width { spec.size = fonts.sizeFitting(spec, width: width) }
        return fonts.balanced(unbroken(spec))
    }

    func spec(
        _ text: String, _ style: TextStyle, isBold: Bool? = nil, width: Int?, align: Alignment = .leading
    ) -> TextSpec {
        let spec = unbroken(
            TextSpec(
                text, size: size(of: style), isBold: isBold ?? style.isBold, width: width,
                alignment: align.ofText))
        return align == .leading ? fonts.balanced(spec) : spec
    }

    /// A word that is wider than its line is set smaller rather than broken: "Trang", never "Tran-g".
    private func unbroken(_ spec: TextSpec) -> TextSpec {
        guard let width = spec.width else { return spec }
        var copy = spec
        // Nearly every text passes by its bytes alone; letters are expensive to tell apart, and this is
        // called for each frame.
        for run in spec.runs where Self.longestWordByteCount(in: run.text) * spec.size > width {
            for word in run.text.split(whereSeparator: \.isWhitespace)
            where word.count * spec.size > width && word.count <= Self.longestWord {
                let alone = TextSpec(String(word), size: copy.size, isBold: run.isBold)
                copy.size = min(copy.size, max(spec.size / 2, fonts.sizeFitting(alone, width: width)))
            }
        }
        return copy
    }

    /// Bytes between spaces, at least as many as the longest word has letters.
    private static func longestWordByteCount(in text: String) -> Int {
        var (most, word) = (0, 0)
        for byte in text.utf8 {
            word = byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\n") ? 0 : word + 1
            most = max(most, word)
        }
        return most
    }

    /// Longer runs of letters are not words; they may break anywhere.
    private static let longestWord = 16
}

extension TextStyle {
    /// The em size in units.
    var units: Int {
        switch self {
        case .number: 400
        case .display: 60
        case .headline: 56
        case .title: 40
        case .button: 42
        case .body: 36
        case .lead: 34
        case .small: 28
        }
    }

    var isBold: Bool {
        switch self {
        case .number, .display, .headline, .title, .button: true
        case .body, .lead, .small: false
        }
    }
}

extension Alignment {
    var ofText: TextSpec.Alignment {
        switch self {
        case .leading: .leading
        case .centre: .centre
        case .trailing: .trailing
        }
    }
}
