import CKioskShims

/// What an input device is, by what it can send.
public enum InputKind: String, CaseIterable, Hashable, Sendable, Codable {
    /// Follows several fingers apart.
    case multiTouch
    case singleTouch
    /// A mouse that says where it is, as virtual machines have.
    case absoluteMouse
    case mouse
    case keyboard
    /// A touchpad, a pen, a lid switch: nothing a kiosk listens to.
    case other

    public var isTouchPanel: Bool { self == .multiTouch || self == .singleTouch }
    public var isMouse: Bool { self == .absoluteMouse || self == .mouse }
}

/// What an input device says that it can send, a bit each.
struct InputAbilities: Hashable, Sendable {
    var types = BitRow()
    var keys = BitRow()
    var axes = BitRow()
    var movements = BitRow()
    var properties = BitRow()

    /// The same signs that udev goes by (`input_id`), without udev.
    var kind: InputKind {
        let hasPlace = axes.has(ABS_X) && axes.has(ABS_Y)
        let hasFingers = axes.has(ABS_MT_SLOT) && axes.has(ABS_MT_POSITION_X) && axes.has(ABS_MT_POSITION_Y)
        let isPen = keys.has(BTN_TOOL_PEN) || keys.has(BTN_STYLUS)
        // A touchpad's finger moves a pointer elsewhere; a panel's finger is where the picture is.
        let isPad = properties.has(INPUT_PROP_POINTER) || (keys.has(BTN_TOOL_FINGER) && !isDirect)
        if (hasPlace || hasFingers) && (isPen || isPad) {
            return isPen && isDirect && hasFingers ? .multiTouch : .other
        }
        if hasFingers { return .multiTouch }
        if hasPlace && (keys.has(BTN_TOUCH) || isDirect) { return .singleTouch }
        if hasPlace && keys.has(BTN_LEFT) { return .absoluteMouse }
        if movements.has(REL_X) && movements.has(REL_Y) && keys.has(BTN_LEFT) { return .mouse }
        return keys.has(KEY_A) && keys.has(KEY_ENTER) || keys.has(KEY_KP1) ? .keyboard : .other
    }

    private var isDirect: Bool { properties.has(INPUT_PROP_DIRECT) }
}

/// Numbered bits, as the kernel hands them out.
struct BitRow: Hashable, Sendable {
    var bytes: [UInt8] = []

    init() {}

    init(bytes: [UInt8]) { self.bytes = bytes }

    init(_ numbers: [Int32]) {
        bytes = [UInt8](repeating: 0, count: Int(numbers.max() ?? -1) / 8 + 1)
        for number in numbers { bytes[Int(number) / 8] |= 1 << UInt8(number % 8) }
    }

    func has(_ number: Int32) -> Bool {
        let index = Int(number) / 8
        return bytes.indices.contains(index) && bytes[index] & (1 << UInt8(number % 8)) != 0
    }
}
