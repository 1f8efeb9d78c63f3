import Glibc
public import KioskCore
public import Logging

/// The display that the settings ask for.
/// - Throws: ``DisplayFault`` with what a technician can do. `auto` fails only where there is a panel that
///   cannot be used.
public func openDisplay(
    _ settings: DisplaySettings, changes: ChangeNotifier = ChangeNotifier(),
    logger: Logger = Logger(label: "display")
) throws(DisplayFault) -> any PanelDriver {
    switch settings.kind {
    case .memory: MemoryDisplay(size: settings.memorySize)
    case .drm: try DRMDisplay(settings, changes: changes, logger: logger)
    case .fbdev: try FramebufferDisplay(settings)
    case .auto: try openAnyDisplay(settings, changes, logger)
    }
}

/// The graphics card, then the frame buffer, then memory: what is there and works.
private func openAnyDisplay(
    _ settings: DisplaySettings, _ changes: ChangeNotifier, _ logger: Logger
) throws(DisplayFault) -> any PanelDriver {
    let hasFramebuffer = unsafe access(settings.device, F_OK) == 0
    if settings.card != nil || !DRMCard.allPaths().isEmpty {
        do throws(DisplayFault) {
            return try DRMDisplay(settings, changes: changes, logger: logger)
        } catch {
            guard hasFramebuffer else { throw error }
            logger.warning("The graphics card cannot be used.", metadata: ["why": "\(error)"])
        }
    }
    guard hasFramebuffer else { return MemoryDisplay(size: settings.memorySize) }
    return try FramebufferDisplay(settings)
}
