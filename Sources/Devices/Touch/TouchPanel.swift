import CKioskShims
import KioskCore
import SystemPackage

/// One device whose touches count: its handle, and the values that turn its events into touches.
///
/// Confined to the hub's thread.
final class TouchPanel {
    let listing: InputDevice
    private let handle: EvdevHandle
    private let layout: TouchFrames.Layout
    private let isTurned: Bool
    private var frames: TouchFrames
    private var filter = TouchFilter()
    private var mapping: TouchMapping
    /// Where a mouse is in the picture; `nil` for a touch panel.
    var pointer: PixelPoint? {
        listing.kind.isMouse ? mapping.point(x: frames.pointer.x, y: frames.pointer.y) : nil
    }

    var descriptor: FileDescriptor { handle.descriptor }
    var isDown: Bool { filter.isDown }

    /// Takes over an open device.
    /// - Throws: How it is listed when it cannot be used.
    init(_ handle: consuming EvdevHandle, _ listing: InputDevice, _ settings: TouchSettings) throws(Unusable)
    {
        guard let (layout, x, y) = Self.layout(handle, listing.kind, settings) else {
            throw Unusable(use: .broken)
        }
        do throws(Errno) {
            try handle.claim()
        } catch {
            throw Unusable(use: .occupied)
        }
        self.layout = layout
        isTurned = listing.kind != .mouse
        frames = TouchFrames(layout)
        mapping = TouchMapping(x: x, y: y, calibration: .identity, rotation: .none, picture: settings.picture)
        self.handle = handle
        self.listing = listing
        use(settings)
        filter.ignore(frames.restore(self.handle.snapshot(layout), at: .zero).contacts.map(mapping.finger))
    }

    struct Unusable: Error {
        var use: InputDevice.Use
    }

    func use(_ settings: TouchSettings) {
        guard isTurned else { return }
        mapping.rotation = settings.rotation
        mapping.calibration = listing.kind.isTouchPanel ? settings.calibration : .identity
    }

    /// Reads what came, as touches.
    func touches() throws(Errno) -> [TouchEvent] {
        var touches: [TouchEvent] = []
        for event in try handle.read() {
            switch frames.receive(event) {
            case .frame(let frame):
                touches += filter.receive(frame.contacts.map(mapping.finger), at: frame.time)
            case .resynchronize:
                let frame = frames.restore(handle.snapshot(layout), at: event.time)
                touches += filter.receive(frame.contacts.map(mapping.finger), at: frame.time)
            case nil: break
            }
        }
        return touches
    }

    /// The device went away.
    func cancel() -> [TouchEvent] { filter.cancel() }

    private static func layout(
        _ handle: borrowing EvdevHandle, _ kind: InputKind, _ settings: TouchSettings
    ) -> (TouchFrames.Layout, AxisRange, AxisRange)? {
        switch kind {
        case .multiTouch:
            guard let slots = handle.range(ABS_MT_SLOT), let x = handle.range(ABS_MT_POSITION_X),
                let y = handle.range(ABS_MT_POSITION_Y)
            else { return nil }
            return (.slots(count: slots.maximum + 1), x, y)
        case .singleTouch, .absoluteMouse:
            guard let x = handle.range(ABS_X), let y = handle.range(ABS_Y) else { return nil }
            return (.single(button: kind == .singleTouch ? BTN_TOUCH : BTN_LEFT), x, y)
        case .mouse:
            let size = settings.picture
            guard let x = AxisRange(minimum: 0, maximum: size.width - 1),
                let y = AxisRange(minimum: 0, maximum: size.height - 1)
            else { return nil }
            return (.relative(width: size.width, height: size.height), x, y)
        case .keyboard, .other: return nil
        }
    }
}
