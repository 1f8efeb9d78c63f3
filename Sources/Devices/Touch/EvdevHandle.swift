import CKioskShims
import Glibc
import KioskCore
import SystemPackage

/// An input device, open; closed and released when it goes.
struct EvdevHandle: ~Copyable {
    let descriptor: FileDescriptor

    /// Opens a device.
    init(_ path: String) throws(Errno) {
        descriptor = try .openNode(path, .readOnly, options: .nonBlocking)
    }

    deinit { descriptor.closeQuietly() }

    /// Takes the device for this process alone, with times on the monotonic clock.
    func claim() throws(Errno) {
        guard kiosk_input_grab(descriptor.rawValue) == 0 else { throw lastError() }
        _ = kiosk_input_set_clock(descriptor.rawValue, CLOCK_MONOTONIC)
    }

    /// Reads the events that have come.
    /// - Throws: ``Errno`` when the device is gone.
    func read() throws(Errno) -> [InputEvent] {
        var buffer = [input_event](repeating: input_event(), count: 64)
        let size = MemoryLayout<input_event>.stride
        do throws(Errno) {
            let length = try systemCall {
                try unsafe buffer.withUnsafeMutableBytes { try unsafe descriptor.read(into: $0) }
            }
            guard length > 0 else { throw Errno.operationNotSupportedByDevice }
            return buffer.prefix(length / size).map(InputEvent.init)
        } catch .resourceTemporarilyUnavailable {
            return []
        }
    }

    // MARK: What it is

    var name: String {
        var text = [CChar](repeating: 0, count: 81)
        guard unsafe kiosk_input_name(descriptor.rawValue, &text, 80) > 0 else { return "" }
        let bytes = text.prefix { $0 != 0 }.map(UInt8.init(bitPattern:))
        return String(String(decoding: bytes, as: UTF8.self).map { $0.isASCII && !$0.isNewline ? $0 : "?" })
    }

    var model: String {
        var id = input_id()
        guard unsafe kiosk_input_id(descriptor.rawValue, &id) == 0 else { return "" }
        return id.vendor.hexadecimal + ":" + id.product.hexadecimal
    }

    var abilities: InputAbilities {
        InputAbilities(
            types: bits(0), keys: bits(EV_KEY), axes: bits(EV_ABS), movements: bits(EV_REL),
            properties: unsafe bits { unsafe kiosk_input_properties(descriptor.rawValue, $0, $1) })
    }

    private func bits(_ type: Int32) -> BitRow {
        unsafe bits { unsafe kiosk_input_bits(descriptor.rawValue, type, $0, $1) }
    }

    /// As many bits as any device has (`KEY_MAX` and one more).
    private func bits(_ request: (UnsafeMutableRawPointer, CInt) -> CInt) -> BitRow {
        var bytes = [UInt8](repeating: 0, count: Int(KEY_MAX) / 8 + 1)
        let count = CInt(bytes.count)
        let result = unsafe bytes.withUnsafeMutableBytes { buffer in
            guard let start = buffer.baseAddress else { return CInt(-1) }
            return unsafe request(start, count)
        }
        return result < 0 ? BitRow() : BitRow(bytes: bytes)
    }

    // MARK: How it is now

    func range(_ axis: Int32) -> AxisRange? {
        var info = input_absinfo()
        guard unsafe kiosk_input_axis(descriptor.rawValue, axis, &info) == 0 else { return nil }
        return AxisRange(
            minimum: Int(info.minimum), maximum: Int(info.maximum), resolution: Int(info.resolution))
    }

    private func value(_ axis: Int32) -> Int? {
        var info = input_absinfo()
        return unsafe kiosk_input_axis(descriptor.rawValue, axis, &info) == 0 ? Int(info.value) : nil
    }

    /// The state of a device, after lines of it were lost or before the first.
    func snapshot(_ layout: TouchFrames.Layout) -> TouchFrames.Snapshot {
        var state = TouchFrames.Snapshot()
        switch layout {
        case .slots(let count):
            state.slots = slots(min(count, TouchFrames.maxSlots))
            state.slot = value(ABS_MT_SLOT) ?? 0
        case .single(let button):
            state.x = value(ABS_X) ?? 0
            state.y = value(ABS_Y) ?? 0
            state.isPressed = unsafe bits { unsafe kiosk_input_keys(descriptor.rawValue, $0, $1) }.has(button)
        case .relative:
            state.isPressed = unsafe bits { unsafe kiosk_input_keys(descriptor.rawValue, $0, $1) }.has(
                BTN_LEFT)
        }
        return state
    }

    private func slots(_ count: Int) -> [TouchFrames.Slot] {
        func values(_ code: Int32) -> [Int]? {
            var words = [CInt](repeating: 0, count: count + 1)
            words[0] = code
            let length = CInt(words.count * MemoryLayout<CInt>.size)
            return unsafe kiosk_input_slots(descriptor.rawValue, &words, length) < 0
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

/// One line of an input device's report (`input_event`).
struct InputEvent: Hashable, Sendable {
    var type: UInt16
    var code: UInt16
    var value: Int32
    /// On the monotonic clock.
    var time: Duration

    init(_ type: Int32, _ code: Int32, _ value: Int32, at time: Duration = .zero) {
        self.type = UInt16(truncatingIfNeeded: type)
        self.code = UInt16(truncatingIfNeeded: code)
        self.value = value
        self.time = time
    }

    func isA(_ type: Int32, _ code: Int32) -> Bool { Int32(self.type) == type && Int32(self.code) == code }
}

extension InputEvent {
    init(_ event: input_event) {
        self.init(
            Int32(event.type), Int32(event.code), event.value,
            at: .microseconds(kiosk_input_time(event)))
    }
}
