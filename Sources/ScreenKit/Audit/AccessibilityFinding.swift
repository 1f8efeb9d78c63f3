public import KioskCore

/// Something about a laid-out screen that somebody could not see, read, reach or touch.
public struct AccessibilityFinding: Hashable, Sendable, CustomStringConvertible {
    public enum Kind: String, CaseIterable, Hashable, Sendable {
        /// Below 20 mm for buttons and tiles, 15 mm for the rest.
        case targetTooSmall
        /// Below 3 mm between two targets.
        case gapTooSmall
        case overlappingTargets
        /// The body needs more room than there is and cannot be turned.
        case overfull
        /// Ink outside the room that was given to a text, or outside its part of the screen.
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
