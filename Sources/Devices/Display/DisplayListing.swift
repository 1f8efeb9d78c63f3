import KioskCore

/// A kiosk's panel, as technicians see it listed.
public struct DisplayListing: Hashable, Sendable, Codable {
    /// `drm`, `fbdev` or `memory`.
    public var driver: String
    /// `/dev/dri/card0`; `nil` in memory.
    public var device: String?
    /// The card's socket, `HDMI-A-1`.
    public var connector: String?
    /// What the panel shows, in its own pixels: `1920x1080@60`.
    public var mode: String?
    /// How the picture is turned on it, in degrees clockwise.
    public var rotation: Int
    /// The picture's size, as people see it.
    public var width: Int
    public var height: Int
    public var condition: PanelCondition

    init(
        driver: String, device: String? = nil, connector: String? = nil, mode: String? = nil,
        rotation: Rotation = .none, size: PixelSize, condition: PanelCondition
    ) {
        self.driver = driver
        self.device = device
        self.connector = connector
        self.mode = mode
        self.rotation = rotation.rawValue
        width = size.width
        height = size.height
        self.condition = condition
    }

    /// One line for `kioskctl devices`.
    public var line: String {
        let place = [device, connector].compactMap(\.self).joined(separator: " ")
        let facts = [
            place.isEmpty ? nil : place, mode, "picture \(width)x\(height)",
            rotation == 0 ? nil : "turned \(rotation)°", condition.rawValue,
        ].compactMap(\.self)
        return "\(driver) (\(facts.joined(separator: ", ")))"
    }
}
