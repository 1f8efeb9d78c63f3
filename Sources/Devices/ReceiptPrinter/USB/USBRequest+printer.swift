extension USBRequest {
    /// USB Printer Class 1.1 §4.2.1: the IEEE 1284 identification.
    static func deviceID(configuration: UInt8, _ interface: USBInterface) -> Self {
        Self(
            kind: 0x21, number: 0, value: UInt16(configuration),
            index: UInt16(interface.number) << 8 | UInt16(interface.setting))
    }

    /// USB Printer Class 1.1 §4.2.2.
    static func portStatus(_ interface: UInt8) -> Self {
        Self(kind: 0x21, number: 1, value: 0, index: UInt16(interface))
    }
}
