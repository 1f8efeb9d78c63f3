public import KioskCore
public import Logging
import Synchronization

/// A panel on a graphics card (DRM/KMS, through libdrm), with page flips and dumb buffers.
///
/// ``present(_:damage:)`` copies the damage into a shadow picture and returns; ``run()`` brings it to the
/// panel from a thread of its own, turned as configured, one frame at a time. A panel that is pulled, or a
/// card that another program takes, is waited for, and the picture comes back by itself.
public final class DRMDisplay: PanelDriver {
    public let size: PixelSize
    let settings: DisplaySettings
    let shared: Mutex<Shared>
    let wake = WakeUp()
    let logger: Logger
    /// Notified when ``condition`` changes.
    let changes: ChangeNotifier
    /// From opening until ``run()`` takes it over.
    private let opened: Mutex<DRMCard?>
    private let console: Mutex<ConsoleHandle?>

    /// Shared by the panel's thread and the callers.
    struct Shared: Sendable {
        var shadow: ShadowPicture
        var condition = PanelCondition.starting
        var isEnding = false
        var lastFrame = Duration.zero
        /// The card, socket and mode that were last set.
        var shown: (card: String, connector: String, mode: String)?
    }

    /// Opens the card and finds the panel; nothing is shown before ``run()``.
    /// - Parameter settings: Without a panel plugged in, `memorySize` is drawn for, turned or not.
    /// - Throws: ``DisplayFault`` when there is no card that can be used.
    public init(
        _ settings: DisplaySettings, changes: ChangeNotifier = ChangeNotifier(), logger: Logger
    ) throws(DisplayFault) {
        let card = try DRMCard.find(settings.card)
        let outputs: [DisplayOutput]
        do throws(CardFailure) {
            outputs = try card.outputs()
        } catch {
            throw .unusable("\(card.path) does not tell its panels: \(error)")
        }
        if let name = settings.connector, !outputs.contains(where: { $0.name == name }) {
            let names = outputs.map(\.name).joined(separator: ", ")
            throw .unusable("\(card.path) has no socket \(name); it has \(names)")
        }
        let choice = ModeChoice(from: outputs, connector: settings.connector, wish: settings.mode)
        size = choice.map { settings.rotation.turned($0.mode.size) } ?? settings.memorySize
        console = Mutex(try settings.console.map { (path) throws(DisplayFault) in try ConsoleHandle(path) })
        shared = Mutex(Shared(shadow: ShadowPicture(size: size)))
        opened = Mutex(card)
        self.settings = settings
        self.changes = changes
        self.logger = logger
        if choice == nil { logger.warning("No panel is plugged in.") }
        if let wish = choice?.unmet {
            logger.warning("The panel does not offer the mode.", metadata: ["mode": "\(wish)"])
        }
    }

    public var condition: PanelCondition { shared.withLock { $0.condition } }

    /// When a frame was last submitted to the card, on the monotonic clock; for measurements.
    package var lastFrame: Duration { shared.withLock { $0.lastFrame } }

    public var listing: DisplayListing {
        let (shown, condition) = shared.withLock { ($0.shown, $0.condition) }
        return DisplayListing(
            driver: "drm", device: shown?.card ?? settings.card,
            connector: shown?.connector ?? settings.connector, mode: shown?.mode,
            rotation: settings.rotation, size: size, condition: condition)
    }

    public func present(_ frame: Bitmap, damage: [PixelRect]) throws(DisplayFault) {
        guard frame.size == size else { throw .wrongSize(frame.size, panel: size) }
        shared.withLock { $0.shadow.update(damage, from: frame) }
        wake.signal()
    }

    public func run() async throws(DisplayFault) {
        let result = await withTaskCancellationHandler {
            await onOwnThread("kiosk-display") { self.runPanel() }
        } onCancel: {
            shared.withLock { $0.isEnding = true }
            wake.signal()
        }
        try result.get()
    }

    private func runPanel() -> Result<Void, DisplayFault> {
        let panel = PanelThread(self, card: opened.withLock { $0.take() })
        let result = panel.run()
        // First the card goes, then the console may draw.
        panel.close()
        console.withLock { $0 = nil }
        return result
    }
}
