public import KioskCore
import Synchronization

/// A panel behind Linux's frame buffer device (fbdev), for boards whose driver has nothing newer.
///
/// Only damage is copied, straight into the panel's memory. While it lives, a console that would write on
/// the same panel can be held in graphics mode.
public final class FramebufferDisplay: PanelDriver {
    public let size: PixelSize
    private let rotation: Rotation
    private let device: String
    private let handle: Mutex<FramebufferHandle>
    private let console: Mutex<ConsoleHandle?>
    private let shown = Mutex(PanelCondition.starting)

    /// Opens the device.
    public convenience init(_ settings: DisplaySettings) throws(DisplayFault) {
        let handle = try FramebufferHandle(device: settings.device)
        try self.init(
            handle, device: settings.device, rotation: settings.rotation,
            console: settings.console.map { (path) throws(DisplayFault) in try ConsoleHandle(path) })
    }

    init(
        _ handle: consuming sending FramebufferHandle, device: String = "", rotation: Rotation = .none,
        console: ConsoleHandle? = nil
    ) {
        size = rotation.turned(handle.geometry.size)
        self.rotation = rotation
        self.device = device
        self.handle = Mutex(handle)
        self.console = Mutex(console)
    }

    public var condition: PanelCondition { shown.withLock(\.self) }

    public var listing: DisplayListing {
        let geometry = handle.withLock { $0.geometry }
        return DisplayListing(
            driver: "fbdev", device: device,
            mode: "\(geometry.size.width)x\(geometry.size.height), "
                + "\(geometry.format.bytesPerPixel * 8) bits",
            rotation: rotation, size: size, condition: condition)
    }

    public func present(_ frame: Bitmap, damage: [PixelRect]) throws(DisplayFault) {
        guard frame.size == size else { throw .wrongSize(frame.size, panel: size) }
        do throws(DisplayFault) {
            try handle.withLock { (handle) throws(DisplayFault) in
                try handle.write(frame, damage: damage, turned: rotation)
            }
            shown.withLock { $0 = .showing }
        } catch {
            shown.withLock { $0 = .missing }
            throw error
        }
    }

    public func run() async throws(DisplayFault) {
        await untilCancelled()
        console.withLock { $0 = nil }
    }
}

/// Returns when the task is cancelled.
func untilCancelled() async {
    let (never, continuation) = AsyncStream.makeStream(of: Never.self)
    for await _ in never {}
    continuation.finish()
}
