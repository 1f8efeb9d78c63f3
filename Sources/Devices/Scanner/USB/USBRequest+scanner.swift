extension USBRequest {
    /// HID 1.11 §7.1.1; 0x22 is the report descriptor.
    static func reportDescriptor(_ interface: UInt8) -> Self {
        Self(kind: 0x01, number: 0x06, value: 0x2200, index: UInt16(interface))
    }

    /// HID 1.11 §7.2.2, of a feature report.
    static func setFeature(_ report: UInt8, _ interface: UInt8) -> Self {
        Self(kind: 0x21, number: 0x09, value: 0x0300 | UInt16(report), index: UInt16(interface))
    }

    /// HID 1.11 §7.2.4: reports only when something changes.
    static func setIdle(_ interface: UInt8) -> Self {
        Self(kind: 0x21, number: 0x0A, value: 0, index: UInt16(interface))
    }

    /// HID 1.11 §7.2.6: the eight bytes that every keyboard can.
    static func setBootProtocol(_ interface: UInt8) -> Self {
        Self(kind: 0x21, number: 0x0B, value: 0, index: UInt16(interface))
    }

    /// PSTN 1.2 §6.3.10.
    static func setLineCoding(_ interface: UInt8) -> Self {
        Self(kind: 0x21, number: 0x20, value: 0, index: UInt16(interface))
    }

    /// PSTN 1.2 §6.3.12, DTR and RTS: many scanners send only to a port that is open.
    static func openLine(_ interface: UInt8) -> Self {
        Self(kind: 0x21, number: 0x22, value: 3, index: UInt16(interface))
    }
}
