public import KioskCore

/// Which panel to draw on.
public struct DisplaySettings: Hashable, Sendable {
    public enum Kind: String, CaseIterable, Hashable, Sendable {
        /// The frame buffer when there is one, memory otherwise.
        case auto
        case fbdev
        case memory
    }

    public var kind: Kind
    /// The frame buffer's device.
    public var device: String
    /// The console that covers the panel, `/dev/tty1`; nothing leaves every console alone.
    public var console: String?
    /// The size of a display in memory; a real panel knows its own.
    public var memorySize: PixelSize

    public init(
        kind: Kind = .auto, device: String = "/dev/fb0", console: String? = nil,
        memorySize: PixelSize = PixelSize(width: 1080, height: 1920)
    ) {
        self.kind = kind
        self.device = device
        self.console = console
        self.memorySize = memorySize
    }
}
