import Glibc
public import KioskCore

/// The display that the settings ask for.
/// - Throws: ``DisplayFault`` with what a technician can do. `auto` fails only where there is a panel that
///   cannot be used.
public func openDisplay(_ settings: DisplaySettings) throws(DisplayFault) -> any Display {
    switch settings.kind {
    case .memory:
        return MemoryDisplay(size: settings.memorySize)
    case .auto where unsafe access(settings.device, F_OK) != 0:
        return MemoryDisplay(size: settings.memorySize)
    case .auto, .fbdev:
        return try FramebufferDisplay(device: settings.device, console: settings.console)
    }
}
