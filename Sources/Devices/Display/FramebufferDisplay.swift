public import KioskCore
import Synchronization

/// A panel behind Linux's frame buffer device (fbdev), for boards whose driver has nothing newer.
///
/// Only damage is copied, straight into the panel's memory. While it lives, a console that would write on
/// the same panel can be held in graphics mode.
public final class FramebufferDisplay: Display {
    public let size: PixelSize
    private let handle: Mutex<FramebufferHandle>
    private let console: ConsoleHandle?

    /// Opens the device.
    /// - Parameter console: The terminal on the same panel, `/dev/tty1`; kept quiet until this display goes.
    public convenience init(device: String, console: String? = nil) throws(DisplayFault) {
        let handle = try FramebufferHandle(device: device)
        try self.init(handle, console: console.map { (path) throws(DisplayFault) in try ConsoleHandle(path) })
    }

    init(_ handle: consuming sending FramebufferHandle, console: ConsoleHandle? = nil) {
        size = handle.geometry.size
        self.handle = Mutex(handle)
        self.console = console
    }

    public func present(_ frame: Bitmap, damage: [PixelRect]) throws(DisplayFault) {
        guard frame.size == size else { throw .wrongSize(frame.size, panel: size) }
        try handle.withLock { (handle) throws(DisplayFault) in try handle.write(frame, damage: damage) }
    }
}
