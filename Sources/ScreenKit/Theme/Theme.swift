internal import Drawing

#if canImport(Glibc)
    internal import Glibc
#else
    internal import Darwin
#endif

/// The values of the colour tokens, and how thick lines are.
struct Theme: Hashable, Sendable {
    var name: ThemeName

    /// The width of borders, in units.
    var lineWidth: Int { name == .standard ? 3 : 4 }
    /// The width of the border that says "this one": outlined buttons, large tiles, what is selected.
    var strongLineWidth: Int { name == .standard ? 4 : 8 }

    func color(_ token: ColorToken) -> Color {
        switch name {
        case .standard: Self.standard(token)
        case .highContrast: Self.highContrast(token)
        }
    }

    /// The background of a state panel; high contrast has no tints.
    func tint(_ state: StateColor) -> Color {
        guard name == .standard else { return .white }
        return switch state {
        case .blue: Color(0xE7EEF7)
        case .green: Color(0xE4F2EA)
        case .amber: Color(0xFDF0DC)
        case .red: Color(0xFBE9E7)
        }
    }

    /// What stands behind a dialogue, over the dimmed screen.
    var dimColor: Color { .black }

    private static func standard(_ token: ColorToken) -> Color {
        switch token {
        case .ink: Color(0x14202E)
        case .quietInk: Color(0x4A5868)
        case .blue: Color(0x0B3A6F)
        case .green: Color(0x17663D)
        case .amber: Color(0x8A4A00)
        case .red: Color(0xB3261E)
        case .paper: Color(0xF6F4EF)
        case .card, .onBlue: .white
        case .line: Color(0xD9D5CB)
        }
    }

    private static func highContrast(_ token: ColorToken) -> Color {
        switch token {
        case .ink, .quietInk, .blue, .green, .amber, .red, .line: .black
        case .paper, .card, .onBlue: .white
        }
    }
}

extension StateColor {
    var token: ColorToken {
        switch self {
        case .blue: .blue
        case .green: .green
        case .amber: .amber
        case .red: .red
        }
    }
}

/// A colour by its meaning; the theme has its value.
public enum ColorToken: String, CaseIterable, Hashable, Sendable {
    case ink, quietInk, blue, green, amber, red
    case paper, card, line
    /// Text and lines on blue.
    case onBlue
}

/// A size and weight by its use.
///
/// Sizes in units, before the text scale.
public enum TextStyle: String, CaseIterable, Hashable, Sendable {
    /// The queue number: 400, less where the space is less; the text scale leaves it alone.
    case number
    /// The one statement of a state panel or a large tile: 60 bold.
    case display
    /// What to do, or what is so: 56 bold.
    case headline
    /// 40 bold.
    case title
    /// 42 bold.
    case button
    /// 36.
    case body
    /// 34, an explaining line.
    case lead
    /// 28, the smallest.
    case small
}

/// The contrast ratio of two colours, 1...21 (WCAG 2.2, "contrast ratio").
func contrast(_ one: Color, _ other: Color) -> Double {
    let (a, b) = (luminance(one), luminance(other))
    return (max(a, b) + 0.05) / (min(a, b) + 0.05)
}

private func luminance(_ color: Color) -> Double {
    func linear(_ shift: UInt32) -> Double {
        let channel = Double(color.rgb >> shift & 0xFF) / 255
        return channel <= 0.04045 ? channel / 12.92 : pow((channel + 0.055) / 1.055, 2.4)
    }
    return 0.2126 * linear(16) + 0.7152 * linear(8) + 0.0722 * linear(0)
}
