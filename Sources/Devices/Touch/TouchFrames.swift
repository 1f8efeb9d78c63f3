import CKioskShims

/// A finger on a panel, in the panel's own units.
struct Contact: Hashable, Sendable {
    /// The same from down to up; never that of another finger on the panel.
    var id: Int
    var x: Int
    var y: Int
    /// How wide it presses, in units of the place; `nil` where the panel does not tell.
    var width: Int?
    /// The panel itself thinks that it is a palm.
    var isPalm = false
}

/// All fingers on a panel at one time.
struct TouchFrame: Hashable, Sendable {
    var contacts: [Contact]
    var time: Duration
}

/// Turns the events of an input device into frames, one for each complete report.
///
/// Events of one report may come in any order, the button before the place; nothing counts before
/// `SYN_REPORT`. After `SYN_DROPPED` events are missing: the rest of the report is thrown away and the state
/// has to be read. Protocol: `multi-touch-protocol.rst` (type B) and `event-codes.rst` of the kernel.
struct TouchFrames: Hashable, Sendable {
    enum Layout: Hashable, Sendable {
        /// Fingers in numbered slots.
        case slots(count: Int)
        /// One finger, or the pressed button of a mouse that knows its place.
        case single(button: Int32)
        /// A mouse that tells how far it moved, inside a place as large as the screen.
        case relative(width: Int, height: Int)
    }

    enum Output: Hashable, Sendable {
        case frame(TouchFrame)
        /// Events were lost: read the device's state and hand it to ``restore(_:at:)``.
        case resynchronize
    }

    /// The state of a device, as its ioctls report it.
    struct Snapshot: Hashable, Sendable {
        var slots: [Slot] = []
        var slot = 0
        var x = 0
        var y = 0
        var isPressed = false
    }

    /// What a slot last said.
    ///
    /// Values stay after the finger left: the next finger's events carry only what differs.
    struct Slot: Hashable, Sendable {
        var finger = -1
        var x = 0
        var y = 0
        var width: Int?
        var isPalm = false
    }

    static let maxSlots = 32

    private let layout: Layout
    private var slots: [Slot]
    private var slot = 0
    private var place = Slot()
    private var isPressed = false
    private var presses = 0
    private var isBroken = false

    init(_ layout: Layout) {
        self.layout = layout
        var count = 0
        if case .slots(let said) = layout { count = min(max(said, 1), Self.maxSlots) }
        slots = Array(repeating: Slot(), count: count)
        if case .relative(let width, let height) = layout { (place.x, place.y) = (width / 2, height / 2) }
    }

    /// Where a mouse is, pressed or not.
    var pointer: Contact { Contact(id: 0, x: place.x, y: place.y) }

    /// Handles one event.
    /// - Returns: `nil` before the end of a report.
    mutating func receive(_ event: InputEvent) -> Output? {
        if event.isA(EV_SYN, SYN_DROPPED) {
            isBroken = true
            return nil
        }
        if event.isA(EV_SYN, SYN_REPORT) {
            defer { isBroken = false }
            return isBroken ? .resynchronize : .frame(frame(at: event.time))
        }
        guard !isBroken else { return nil }
        switch (Int32(event.type), layout) {
        case (EV_ABS, .slots): setSlotValue(Int32(event.code), Int(event.value))
        case (EV_ABS, .single): setPosition(Int32(event.code), Int(event.value))
        case (EV_REL, .relative(let width, let height)):
            move(Int32(event.code), Int(event.value), width, height)
        case (EV_KEY, .single(let button)) where Int32(event.code) == button: press(event.value != 0)
        case (EV_KEY, .relative) where Int32(event.code) == BTN_LEFT: press(event.value != 0)
        // Other events say nothing about fingers.
        default: break
        }
        return nil
    }

    /// Begins again from what the device says of itself.
    mutating func restore(_ snapshot: Snapshot, at time: Duration) -> TouchFrame {
        for index in slots.indices where snapshot.slots.indices.contains(index) {
            slots[index] = snapshot.slots[index]
        }
        slot = snapshot.slot
        if case .single = layout { (place.x, place.y) = (snapshot.x, snapshot.y) }
        press(snapshot.isPressed)
        isBroken = false
        return frame(at: time)
    }

    private mutating func press(_ pressed: Bool) {
        if pressed && !isPressed { presses += 1 }
        isPressed = pressed
    }

    private mutating func setSlotValue(_ code: Int32, _ value: Int) {
        if code == ABS_MT_SLOT {
            slot = value
            return
        }
        guard slots.indices.contains(slot) else { return }
        switch code {
        case ABS_MT_TRACKING_ID: slots[slot].finger = value
        case ABS_MT_POSITION_X: slots[slot].x = value
        case ABS_MT_POSITION_Y: slots[slot].y = value
        case ABS_MT_TOUCH_MAJOR: slots[slot].width = value
        case ABS_MT_TOOL_TYPE: slots[slot].isPalm = value == Int(MT_TOOL_PALM)
        // Pressure, orientation and the like.
        default: break
        }
    }

    private mutating func setPosition(_ code: Int32, _ value: Int) {
        switch code {
        case ABS_X: place.x = value
        case ABS_Y: place.y = value
        // Other axes are no place.
        default: break
        }
    }

    private mutating func move(_ code: Int32, _ value: Int, _ width: Int, _ height: Int) {
        switch code {
        case REL_X: place.x = min(max(place.x + value, 0), width - 1)
        case REL_Y: place.y = min(max(place.y + value, 0), height - 1)
        // Wheels.
        default: break
        }
    }

    private func frame(at time: Duration) -> TouchFrame {
        var contacts = slots.filter { $0.finger >= 0 }
            .map { Contact(id: $0.finger, x: $0.x, y: $0.y, width: $0.width, isPalm: $0.isPalm) }
        if isPressed { contacts.append(Contact(id: presses, x: place.x, y: place.y)) }
        return TouchFrame(contacts: contacts, time: time)
    }
}
