/// Which interfaces of a device are read, and as what.
struct ScannerPlan: Hashable, Sendable {
    struct Channel: Hashable, Sendable {
        enum Role: Hashable, Sendable {
            /// HID that may be HID POS: its report descriptor decides.
            case hid
            case keyboard
            /// `control` is the interface that line settings go to.
            case serial(control: UInt8)
        }

        var interface: UInt8
        var role: Role
        var endpoint: USBEndpoint
        var reportDescriptor: [UInt8]?
        var driver: String?
    }

    var profile: ScannerProfile?
    var channels: [Channel]

    /// - Returns: `nil` for a device that is no scanner and none of our business.
    init?(_ device: USBDescription, profiles: [ScannerProfile], unknown: UnknownScanners) {
        let profile = ScannerProfile.best(of: profiles, vendor: device.vendor, product: device.product)
        self.profile = profile
        let mode = profile?.mode ?? .automatic
        var channels: [Channel] = []
        if mode == .automatic || mode == .hidPOS {
            channels += Self.posChannels(device, isKnown: profile != nil)
        }
        if mode == .automatic || mode == .serial { channels += Self.serialChannels(device) }
        // Also beside HID POS: what it types must not reach a console, and counts as read.
        channels += Self.keyboardChannels(device)
        if profile == nil {
            if Self.isSomethingElse(device) {
                channels.removeAll { !Self.isSurelyPOS($0.reportDescriptor) }
            }
            let hasPOS = channels.contains { Self.isSurelyPOS($0.reportDescriptor) }
            if !unknown.takesSerial {
                channels.removeAll { if case .serial = $0.role { true } else { false } }
            }
            if !unknown.takesKeyboards, !hasPOS { channels.removeAll { $0.role == .keyboard } }
        }
        guard !channels.isEmpty else { return nil }
        self.channels = channels
    }

    private static func posChannels(_ device: USBDescription, isKnown: Bool) -> [Channel] {
        device.interfaces.compactMap { interface in
            guard interface.kind.isHID, !interface.kind.isBootKeyboard, !interface.kind.isMouse,
                let endpoint = interface.interruptIn
            else { return nil }
            // A driver that is there keeps a stranger's interface (a touch panel's, say) unless it is POS.
            let mayAsk = interface.driver == nil && interface.reportDescriptor == nil
            guard isKnown || mayAsk || isSurelyPOS(interface.reportDescriptor) else { return nil }
            return Channel(
                interface: interface.number, role: .hid, endpoint: endpoint,
                reportDescriptor: interface.reportDescriptor, driver: interface.driver)
        }
    }

    private static func serialChannels(_ device: USBDescription) -> [Channel] {
        let controls = device.interfaces.filter(\.kind.isACM)
        let data = device.interfaces.filter { $0.kind.isSerialData && $0.bulkIn != nil }
        return zip(controls, data).compactMap { control, data in
            data.bulkIn.map {
                Channel(
                    interface: data.number, role: .serial(control: control.number), endpoint: $0,
                    driver: control.driver ?? data.driver)
            }
        }
    }

    private static func keyboardChannels(_ device: USBDescription) -> [Channel] {
        device.interfaces.compactMap { interface in
            guard interface.kind.isBootKeyboard, let endpoint = interface.interruptIn else { return nil }
            return Channel(
                interface: interface.number, role: .keyboard, endpoint: endpoint, driver: interface.driver)
        }
    }

    /// Desk sets with a mouse, modems, headsets, sticks: a scanner has none of these.
    private static func isSomethingElse(_ device: USBDescription) -> Bool {
        device.interfaces.contains { interface in
            let kind = interface.kind
            let isOtherCommunication = kind.base == 2 && !kind.isACM
            return kind.isMouse || isOtherCommunication
                || [0x01, 0x06, 0x07, 0x08, 0x09, 0x0E, 0xE0].contains(kind.base)
        }
    }

    private static func isSurelyPOS(_ reportDescriptor: [UInt8]?) -> Bool {
        reportDescriptor.map { (try? HIDPOSLayout(reportDescriptor: $0)) != nil } ?? false
    }
}
