public import KioskCore

/// Which panel to draw on, and how.
public struct DisplaySettings: Hashable, Sendable {
    public enum Kind: String, CaseIterable, Hashable, Sendable {
        /// The graphics card's panel, else the frame buffer, else memory.
        case auto
        case drm
        case fbdev
        case memory
    }

    public var kind: Kind
    /// The graphics card, `/dev/dri/card0`; the first with a panel when `nil`.
    public var card: String?
    /// The card's socket, `HDMI-A-1`; a built-in panel, or the first plugged in, when `nil`.
    public var connector: String?
    /// The panel's preferred mode when `nil`.
    public var mode: ModeWish?
    /// How the picture is turned on its way to the panel.
    public var rotation: Rotation
    /// The frame buffer's device.
    public var device: String
    /// The console that covers the panel, `/dev/tty1`; `nil` leaves every console alone.
    public var console: String?
    /// The size of a display in memory, and of the picture where no panel is plugged in yet.
    public var memorySize: PixelSize

    public init(
        kind: Kind = .auto, card: String? = nil, connector: String? = nil, mode: ModeWish? = nil,
        rotation: Rotation = .none, device: String = "/dev/fb0", console: String? = nil,
        memorySize: PixelSize = PixelSize(width: 1080, height: 1920)
    ) {
        self.kind = kind
        self.card = card
        self.connector = connector
        self.mode = mode
        self.rotation = rotation
        self.device = device
        self.console = console
        self.memorySize = memorySize
    }
}
