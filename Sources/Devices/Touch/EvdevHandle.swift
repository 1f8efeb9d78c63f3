import CKioskShims
import Glibc

/// An input device, open; closed and released when it goes.
struct EvdevHandle: ~Copyable {
    let descriptor: CInt

    /// Opens a device.
    /// - Throws: The system's error number.
    init(_ path: String) throws(SystemFailure) {
        descriptor = unsafe open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
        guard descriptor >= 0 else { throw SystemFailure(code: errno) }
    }

    deinit { close(descriptor) }

    /// From now on nobody else hears it, and its times are on the clock that never jumps.
    func claim() throws(SystemFailure) {
        guard kiosk_input_grab(descriptor) == 0 else { throw SystemFailure(code: errno) }
        _ = kiosk_input_set_clock(descriptor, CLOCK_MONOTONIC)
    }

    /// Reads what has come.
    /// - Throws: When the device is gone.
    func read() throws(SystemFailure) -> [InputEvent] {
        var buffer = [input_event](repeating: input_event(), count: 64)
        let size = MemoryLayout<input_event>.stride
        let length = unsafe Glibc.read(descriptor, &buffer, buffer.count * size)
        if length < 0, errno == EAGAIN || errno == EINTR { return [] }
        guard length > 0 else { throw SystemFailure(code: length == 0 ? ENODEV : errno) }
        return buffer.prefix(length / size).map(InputEvent.init)
    }

    // MARK: What it is

    var name: String {
        var text = [CChar](repeating: 0, count: 81)
        guard unsafe kiosk_input_name(descriptor, &text, 80) > 0 else { return "" }
        let bytes = text.prefix { $0 != 0 }.map(UInt8.init(bitPattern:))
        return String(String(decoding: bytes, as: UTF8.self).map { $0.isASCII && !$0.isNewline ? $0 : "?" })
    }

    var model: String {
        var id = input_id()
        guard unsafe kiosk_input_id(descriptor, &id) == 0 else { return "" }
        return hex(id.vendor) + ":" + hex(id.product)
    }

    var abilities: InputAbilities {
        InputAbilities(
            types: bits(0), keys: bits(EV_KEY), axes: bits(EV_ABS), movements: bits(EV_REL),
            properties: unsafe answer { unsafe kiosk_input_properties(descriptor, $0, $1) })
    }

    private func bits(_ type: Int32) -> BitRow {
        unsafe answer { unsafe kiosk_input_bits(descriptor, type, $0, $1) }
    }

    /// As many bits as any device has (`KEY_MAX` and one more).
    private func answer(_ ask: (UnsafeMutableRawPointer, CInt) -> CInt) -> BitRow {
        var bytes = [UInt8](repeating: 0, count: Int(KEY_MAX) / 8 + 1)
        let count = CInt(bytes.count)
        let result = unsafe bytes.withUnsafeMutableBytes { buffer in
            guard let start = buffer.baseAddress else { return CInt(-1) }
            return unsafe ask(start, count)
        }
        return result < 0 ? BitRow() : BitRow(bytes: bytes)
    }

    // MARK: How it is now

    func range(_ axis: Int32) -> AxisRange? {
        var info = input_absinfo()
        guard unsafe kiosk_input_axis(descriptor, axis, &info) == 0 else { return nil }
        return AxisRange(least: Int(info.minimum), most: Int(info.maximum), resolution: Int(info.resolution))
    }

    private func value(_ axis: Int32) -> Int? {
        var info = input_absinfo()
        return unsafe kiosk_input_axis(descriptor, axis, &info) == 0 ? Int(info.value) : nil
    }

    /// The state of a device, after lines of it were lost or before the first.
    func snapshot(_ layout: TouchFrames.Layout) -> TouchFrames.Snapshot {
        var state = TouchFrames.Snapshot()
        switch layout {
        case .slots(let count):
            state.slots = slots(min(count, TouchFrames.mostSlots))
            state.slot = value(ABS_MT_SLOT) ?? 0
        case .single(let button):
            state.x = value(ABS_X) ?? 0
            state.y = value(ABS_Y) ?? 0
            state.isPressed = unsafe answer { unsafe kiosk_input_keys(descriptor, $0, $1) }.has(button)
        case .relative:
            state.isPressed = unsafe answer { unsafe kiosk_input_keys(descriptor, $0, $1) }.has(BTN_LEFT)
        }
        return state
    }

    private func slots(_ count: Int) -> [TouchFrames.Slot] {
        func values(_ code: Int32) -> [Int]? {
            var words = [CInt](repeating: 0, count: count + 1)
            words[0] = code
            let length = CInt(words.count * MemoryLayout<CInt>.size)
            return unsafe kiosk_input_slots(descriptor, &words, length) < 0
                ? nil : words.dropFirst().map(Int.init)
        }
        guard let fingers = values(ABS_MT_TRACKING_ID), let x = values(ABS_MT_POSITION_X),
            let y = values(ABS_MT_POSITION_Y)
        else { return [] }
        let widths = values(ABS_MT_TOUCH_MAJOR)
        let tools = values(ABS_MT_TOOL_TYPE)
        return fingers.indices.map { index in
            TouchFrames.Slot(
                finger: fingers[index], x: x[index], y: y[index], width: widths?[index],
                isPalm: tools?[index] == Int(MT_TOOL_PALM))
        }
    }
}

/// A system call's error number.
struct SystemFailure: Error, Hashable, Sendable {
    var code: CInt
}

private func hex(_ number: UInt16) -> String {
    let digits = String(number, radix: 16)
    return String(repeating: "0", count: 4 - digits.count) + digits
}
