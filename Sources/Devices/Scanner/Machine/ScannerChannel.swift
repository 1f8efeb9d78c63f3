/// What is read from one interface.
struct ScannerChannel: Hashable, Sendable {
    enum Reader: Hashable, Sendable {
        case hidPOS(HIDPOSReader)
        case serial(SerialFraming)
        case keyboard(KeyboardWedge)
    }

    var interface: UInt8
    var endpoint: USBEndpoint
    /// Bytes of one transfer: whole packets, and no more than one report.
    var length: Int
    private var reader: Reader

    /// - Parameter reportDescriptor: Of a HID interface, as the device gave it.
    init(
        _ planned: ScannerPlan.Channel, profile: ScannerProfile?, reportDescriptor: [UInt8]?
    ) throws(HIDPOSRefusal) {
        interface = planned.interface
        endpoint = planned.endpoint
        let packet = max(1, planned.endpoint.packet)
        length = packet
        let framing = profile?.framing ?? .gap
        let takesAIM = profile?.quirks.contains(.aimPrefix) ?? false
        switch planned.role {
        case .hid:
            let layout = try HIDPOSLayout(reportDescriptor: reportDescriptor ?? [])
            reader = .hidPOS(HIDPOSReader(layout, suffix: profile?.suffix(for: .hidPOS) ?? .none))
            length = (max(1, layout.longestReport) + packet - 1) / packet * packet
        case .keyboard:
            let suffix = profile?.suffix(for: .keyboard) ?? .lineEnd
            reader = .keyboard(KeyboardWedge(SerialFraming(framing, suffix: suffix, takesAIM: takesAIM)))
        case .serial:
            let suffix = profile?.suffix(for: .serial) ?? .lineEnd
            reader = .serial(SerialFraming(framing, suffix: suffix, takesAIM: takesAIM))
        }
    }

    var mode: ScannerProfile.Mode {
        switch reader {
        case .hidPOS: .hidPOS
        case .serial: .serial
        case .keyboard: .keyboard
        }
    }

    var deadline: ContinuousClock.Instant? {
        switch reader {
        case .hidPOS(let reader): reader.deadline
        case .serial(let reader): reader.deadline
        case .keyboard(let reader): reader.deadline
        }
    }

    mutating func receive(_ bytes: [UInt8], now: ContinuousClock.Instant) -> [ScanOutcome] {
        switch reader {
        case .hidPOS(var own):
            defer { reader = .hidPOS(own) }
            return own.receive(bytes, now: now)
        case .serial(var own):
            defer { reader = .serial(own) }
            return own.receive(bytes, now: now)
        case .keyboard(var own):
            defer { reader = .keyboard(own) }
            return own.receive(bytes, now: now)
        }
    }

    mutating func tick(now: ContinuousClock.Instant) -> ScanOutcome? {
        switch reader {
        case .hidPOS(var own):
            defer { reader = .hidPOS(own) }
            return own.tick(now: now)
        case .serial(var own):
            defer { reader = .serial(own) }
            return own.tick(now: now)
        case .keyboard(var own):
            defer { reader = .keyboard(own) }
            return own.tick(now: now)
        }
    }
}
