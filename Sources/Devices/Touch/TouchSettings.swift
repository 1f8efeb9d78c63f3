public import KioskCore

/// How touches become places in the picture.
public struct TouchSettings: Hashable, Sendable {
    /// The picture's size.
    public var picture: PixelSize
    /// How the picture is turned on the panel; the same as the display's.
    public var rotation: Rotation
    public var calibration: Calibration
    /// Whether a mouse may press, for work on the bench; keyboards never do anything.
    public var allowsMouse: Bool
    /// Where the devices appear.
    public var folder: String

    public init(
        picture: PixelSize, rotation: Rotation = .none, calibration: Calibration = .identity,
        allowsMouse: Bool = false, folder: String = "/dev/input"
    ) {
        self.picture = picture
        self.rotation = rotation
        self.calibration = calibration
        self.allowsMouse = allowsMouse
        self.folder = folder
    }
}

/// An input device, as technicians see it listed.
public struct InputDevice: Hashable, Sendable, Codable {
    public enum Use: String, Hashable, Sendable, Codable {
        /// Its touches count, and nobody else hears it.
        case used
        /// It is none that a kiosk listens to.
        case ignored
        /// It may not be opened: the udev rule or the group is missing.
        case forbidden
        /// Another program holds it.
        case occupied
        /// It says of itself what cannot be.
        case broken
    }

    public var path: String
    /// As the device calls itself; at most 80 characters.
    public var name: String
    /// Maker and model, `0eef:0001`.
    public var model: String
    public var kind: InputKind
    public var use: Use

    /// Why it is not listened to, or that it is.
    public var reason: String {
        switch use {
        case .used: "held for the kiosk alone"
        case .ignored:
            switch kind {
            case .keyboard: "ignored: a kiosk has no keyboard"
            case .mouse, .absoluteMouse: "ignored: screen.mouse allows one on the bench"
            case .multiTouch, .singleTouch, .other: "ignored: no touch panel"
            }
        case .forbidden: "may not be opened: check the udev rule and the group"
        case .occupied: "held by another program"
        case .broken: "not usable: it says of itself what cannot be"
        }
    }

    /// One line for `kioskctl devices`.
    public var line: String {
        let facts = [model, kind.rawValue, path, reason].filter { !$0.isEmpty }
        return "\(name.isEmpty ? "input device" : name) (\(facts.joined(separator: ", ")))"
    }
}
