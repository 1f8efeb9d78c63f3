import CKioskShims

/// One line of an input device's report (`input_event`).
struct InputEvent: Hashable, Sendable {
    var type: UInt16
    var code: UInt16
    var value: Int32
    /// On the clock that never jumps.
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
