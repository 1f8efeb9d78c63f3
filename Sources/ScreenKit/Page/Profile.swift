public import KioskCore

/// What the panel is and how this person wants to see it.
public struct Profile: Hashable, Sendable {
    /// The picture as people see it, after rotation.
    public var size: PixelSize
    public var pixelsPerMillimetre: Double
    public var theme: ThemeName
    public var textScale: TextScale
    public var lowScreen: Bool

    public init(
        size: PixelSize, pixelsPerMillimetre: Double, theme: ThemeName = .standard,
        textScale: TextScale = .ordinary, lowScreen: Bool = false
    ) {
        self.size = size
        self.pixelsPerMillimetre = pixelsPerMillimetre
        self.theme = theme
        self.textScale = textScale
        self.lowScreen = lowScreen
    }

    /// A length in units as whole pixels.
    public func pixels(_ units: Int) -> Int { pixels(Double(units)) }
    func pixels(_ units: Double) -> Int { Int((units * pixelsPerMillimetre / 4).rounded()) }
}

public enum ThemeName: String, CaseIterable, Hashable, Sendable, Codable {
    case standard
    case highContrast = "high-contrast"
}

/// Large text is laid out again, never magnified.
public enum TextScale: String, CaseIterable, Hashable, Sendable, Codable {
    case ordinary, large

    var factor: Double { self == .large ? 1.5 : 1 }
}
