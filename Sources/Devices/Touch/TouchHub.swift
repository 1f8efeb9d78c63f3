public import KioskCore
public import Logging
import Synchronization

/// All touch panels of a kiosk, as one finger on the picture.
///
/// Reads evdev devices without libinput or udevd, holds them so that no console hears them, and follows what is
/// plugged and pulled. Keyboards are left alone and do nothing.
public final class TouchHub: Sendable {
    /// The touches, in the picture's pixels; for one reader.
    public let touches: AsyncStream<TouchEvent>
    let outlet: TouchOutlet
    let logger: Logger
    /// Rung when ``devices`` changes.
    let bell: ChangeBell
    /// Told where a mouse is, that is allowed and plugged in; nothing when there is none.
    let onPointer: @Sendable (PixelPoint?) -> Void
    let wake = WakeUp()
    let shared: Mutex<Shared>

    struct Shared: Sendable {
        var settings: TouchSettings
        var devices: [InputDevice] = []
        var isEnding = false
    }

    public init(
        _ settings: TouchSettings, bell: ChangeBell = ChangeBell(),
        logger: Logger = Logger(label: "touch"),
        onPointer: @escaping @Sendable (PixelPoint?) -> Void = { _ in }
    ) {
        let (touches, continuation) = AsyncStream.makeStream(
            of: TouchEvent.self, bufferingPolicy: .bufferingOldest(TouchOutlet.capacity))
        self.touches = touches
        self.logger = logger
        self.bell = bell
        self.onPointer = onPointer
        outlet = TouchOutlet(continuation)
        shared = Mutex(Shared(settings: settings))
    }

    /// Every input device there is, used or not.
    public var devices: [InputDevice] { shared.withLock { $0.devices } }

    /// The calibration in force.
    public var calibration: Calibration { shared.withLock { $0.settings.calibration } }

    /// Calibrates anew, at once; ``Calibration/identity`` while the crosses are touched.
    public func use(_ calibration: Calibration) {
        shared.withLock { $0.settings.calibration = calibration }
        wake.signal()
    }

    /// Listens until the task is cancelled; then the touches end.
    public func run() async {
        await withTaskCancellationHandler {
            await onOwnThread("kiosk.touch") { TouchThread(self).live() }
        } onCancel: {
            shared.withLock { $0.isEnding = true }
            wake.signal()
        }
        outlet.finish()
    }
}

/// The way to the reader, which never loses the end of a touch.
///
/// When the reader is slow, moves are left out first. Should even a press or release not fit, the next thing
/// it reads is that the finger was cancelled: it never waits for a release that does not come.
final class TouchOutlet: Sendable {
    static let capacity = 256
    /// With less room than this, moves are left out.
    private static let reserve = 64

    private let continuation: AsyncStream<TouchEvent>.Continuation
    private let state = Mutex(State())

    private struct State {
        var room = TouchOutlet.capacity
        var owesCancel = false
    }

    init(_ continuation: AsyncStream<TouchEvent>.Continuation) { self.continuation = continuation }

    func send(_ touch: TouchEvent) {
        state.withLock { state in
            if touch.phase == .move, state.room < Self.reserve || state.owesCancel {
                // Room is only told when something is sent; presses and releases will tell.
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
        case .enqueued(let room):
            state.room = room
            return true
        case .dropped, .terminated: return false
        @unknown default: return false
        }
    }
}
