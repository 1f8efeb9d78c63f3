public import KioskCore
public import Logging
import Synchronization

/// All touch panels of a kiosk, as one finger on the picture.
///
/// Reads evdev devices without libinput or udevd, holds them so that no console hears them, and follows what
/// is plugged and pulled. Keyboards are left alone and do nothing.
public final class TouchHub: Sendable {
    /// The touches, in the picture's pixels; for one reader.
    public let touches: AsyncStream<TouchEvent>
    let queue: TouchQueue
    let logger: Logger
    /// Notified when ``devices`` changes.
    let changes: ChangeNotifier
    /// Receives where the mouse is that is allowed and plugged in; `nil` when there is none.
    let onPointer: @Sendable (PixelPoint?) -> Void
    let wake = WakeUp()
    let shared: Mutex<Shared>

    struct Shared: Sendable {
        var settings: TouchSettings
        var devices: [InputDevice] = []
        var isEnding = false
    }

    public init(
        _ settings: TouchSettings, changes: ChangeNotifier = ChangeNotifier(),
        logger: Logger = Logger(label: "touch"),
        onPointer: @escaping @Sendable (PixelPoint?) -> Void = { _ in }
    ) {
        let (touches, continuation) = AsyncStream.makeStream(
            of: TouchEvent.self, bufferingPolicy: .bufferingOldest(TouchQueue.capacity))
        self.touches = touches
        self.logger = logger
        self.changes = changes
        self.onPointer = onPointer
        queue = TouchQueue(continuation)
        shared = Mutex(Shared(settings: settings))
    }

    /// Every input device there is, used or not.
    public var devices: [InputDevice] { shared.withLock { $0.devices } }

    /// The calibration in force.
    public var calibration: Calibration { shared.withLock { $0.settings.calibration } }

    /// Applies another calibration at once; ``Calibration/identity`` while the crosses are touched.
    public func use(_ calibration: Calibration) {
        shared.withLock { $0.settings.calibration = calibration }
        wake.signal()
    }

    /// Reads the panels until the task is cancelled; then ``touches`` ends.
    public func run() async {
        await withTaskCancellationHandler {
            await onOwnThread("kiosk-touch") { TouchThread(self).run() }
        } onCancel: {
            shared.withLock { $0.isEnding = true }
            wake.signal()
        }
        queue.finish()
    }
}

/// A bounded queue to one reader that never loses the end of a touch.
///
/// When the reader is slow, moves are left out first. Should even a press or release not fit, the next thing
/// it reads is that the finger was cancelled: it never waits for a release that does not come.
final class TouchQueue: Sendable {
    static let capacity = 256
    /// With fewer free places than this, moves are left out.
    private static let reserve = 64

    private let continuation: AsyncStream<TouchEvent>.Continuation
    private let state = Mutex(State())

    private struct State {
        var freeCount = TouchQueue.capacity
        var owesCancel = false
    }

    init(_ continuation: AsyncStream<TouchEvent>.Continuation) { self.continuation = continuation }

    func send(_ touch: TouchEvent) {
        state.withLock { state in
            if touch.phase == .move, state.freeCount < Self.reserve || state.owesCancel {
                // The stream tells its free places only when something is sent; presses and releases are.
                return
            }
            if state.owesCancel {
                guard touch.phase == .down, put(TouchEvent(.cancelled, at: touch.point), &state) else {
                    return
                }
                state.owesCancel = false
            }
            if !put(touch, &state) { state.owesCancel = true }
        }
    }

    func finish() { continuation.finish() }

    private func put(_ touch: TouchEvent, _ state: inout State) -> Bool {
        switch continuation.yield(touch) {
        case .enqueued(let freeCount):
            state.freeCount = freeCount
            return true
        case .dropped, .terminated: return false
        // The enumeration may grow: whatever is new did not take the event.
        @unknown default: return false
        }
    }
}
