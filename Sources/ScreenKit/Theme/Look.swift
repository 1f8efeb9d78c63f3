internal import Drawing
internal import KioskCore

/// Everything that turns a view into pixels of one panel for one person.
struct Look {
    let profile: Profile
    let theme: Theme
    let fonts: FontLibrary
    /// 1 is the ordinary air; less when a screen would not fit otherwise.
    ///
    /// Text and targets keep their size.
    let air: Double
    /// What ordinary sizes are multiplied with: 1.5 for large text, less only where nothing else helps.
    let textFactor: Double

    init(profile: Profile, fonts: FontLibrary, air: Double, textFactor: Double? = nil) {
        self.profile = profile
        self.theme = Theme(name: profile.theme)
        self.fonts = fonts
        self.air = air
        self.textFactor = textFactor ?? profile.textScale.factor
    }

    /// The least gap between things that can be touched: 3 mm.
    static let leastGap = 12

    func px(_ units: Int) -> Int { profile.pixels(units) }

    /// A distance between views: shrinks with the air, not below 3 mm.
    func gap(_ units: Int) -> Int { max(profile.pixels(Double(units) * air), px(min(units, Self.leastGap))) }

    /// A distance inside a view: shrinks with the air.
    func pad(_ units: Int) -> Int { profile.pixels(Double(units) * air) }

    /// An ornament: smaller with less air and with large text, which needs the room.
    func ornament(_ units: Int) -> Int {
        profile.pixels(
            Double(units) * (profile.textScale == .large ? 0.75 : 1) * (air < 0.6 ? 0.6 : air < 1 ? 0.8 : 1))
    }

    var line: Int { max(1, px(theme.lineWidth)) }
    var strongLine: Int { max(1, px(theme.strongLineWidth)) }

    func size(of style: TextStyle) -> Int {
        let scale = style == .number ? 1 : textFactor
        return profile.pixels(Double(style.units) * scale)
    }

    func spec(_ words: Words, width: Int?) -> TextSpec {
        let runs = words.runs.map { TextSpec.Run($0.text, isBold: $0.isStrong || words.style.isBold) }
        var spec = TextSpec(
            runs, size: size(of: words.style), width: width, alignment: words.alignment.ofText)
        if words.style == .number, let width { spec.size = fonts.sizeFitting(spec, width: width) }
        return fonts.balanced(spec)
    }

    func spec(
        _ text: String, _ style: TextStyle, isBold: Bool? = nil, width: Int?, align: Alignment = .leading
    ) -> TextSpec {
        let spec = TextSpec(
            text, size: size(of: style), isBold: isBold ?? style.isBold, width: width,
            alignment: align.ofText)
        return align == .leading ? fonts.balanced(spec) : spec
    }
}

extension TextStyle {
    /// The em size in units.
    var units: Int {
        switch self {
        case .number: 300
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
