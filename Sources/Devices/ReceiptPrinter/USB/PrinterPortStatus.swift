package import KioskCore

/// The answer to GET_PORT_STATUS (USB Printer Class 1.1 §4.2.2): the wires of the old parallel port.
package struct PrinterPortStatus: RawRepresentable, Hashable, Sendable {
    package var rawValue: UInt8

    package init(rawValue: UInt8) { self.rawValue = rawValue }

    package var isPaperEmpty: Bool { rawValue & 0b10_0000 != 0 }
    package var isSelected: Bool { rawValue & 0b1_0000 != 0 }
    package var hasNoError: Bool { rawValue & 0b1000 != 0 }

    /// What the wires say; nil when they say nothing.
    ///
    /// A printer that cannot tell must answer "selected, no error" (§4.2.2); clones that answer all zeros or all ones
    /// mean nothing by it.
    package var condition: PrinterCondition? {
        if rawValue == 0 || rawValue == 0xFF { return nil }
        if isPaperEmpty { return .paperEmpty }
        return isSelected && hasNoError ? .ready : .offline
    }
}
