internal import Drawing

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

    /// The ground of a state panel; high contrast has no tints.
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
    var veil: Color { .black }

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
