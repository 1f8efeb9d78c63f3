/// A screen that shows finished pictures.
public protocol Display: Sendable {
    var size: PixelSize { get }

    /// Shows the parts of the picture that changed; returns when they are queued for the panel.
    func present(_ frame: Bitmap, damage: [PixelRect]) throws(DisplayFault)
}

/// Why a picture could not be shown.
public enum DisplayFault: Error, Hashable, Sendable {
    /// The panel or its driver went away.
    case gone(String)
    /// The device cannot be used as it is set up; the text says what a technician can do.
    case unusable(String)
}

/// Whether a touch panel is connected.
public enum TouchCondition: String, CaseIterable, Hashable, Sendable, Codable {
    case connected, disconnected
}

/// A touch at a point of the screen.
public struct TouchEvent: Hashable, Sendable {
    public enum Phase: String, Hashable, Sendable, Codable { case down, move, up, cancelled }
    public var phase: Phase
    public var point: PixelPoint

    public init(_ phase: Phase, at point: PixelPoint) {
        self.phase = phase
        self.point = point
    }
}
