package import KioskCore

/// A printer's state, from `DLE EOT` 1 to 4 or from four bytes of automatic status.
package struct PrinterStatus: Hashable, Sendable {
    package var offline = false
    package var coverOpen = false
    package var feedPressed = false
    package var stoppedByPaperEnd = false
    package var cutterError = false
    package var unrecoverableError = false
    package var passingError = false
    package var paperNearEnd = false
    package var paperEnd = false

    package init() {}

    /// The worst thing, in the order in which a person would mend them.
    ///
    /// Off-line without a named reason (a hot head, the feed button held) is `.offline` too: it cannot print.
    package var condition: PrinterCondition {
        if cutterError { return .cutterError }
        if coverOpen { return .coverOpen }
        if paperEnd || stoppedByPaperEnd { return .paperEmpty }
        if unrecoverableError || passingError || offline { return .offline }
        return paperNearEnd ? .paperLow : .ready
    }

    /// The status of a printer in this condition.
    package init(_ condition: PrinterCondition) {
        switch condition {
        case .ready, .tooSlow: break
        case .paperLow: paperNearEnd = true
        case .paperEmpty: (paperEnd, paperNearEnd, stoppedByPaperEnd, offline) = (true, true, true, true)
        case .coverOpen: (coverOpen, offline) = (true, true)
        case .cutterError: (cutterError, offline) = (true, true)
        case .offline, .unavailable: offline = true
        }
    }
}

/// The four questions of `DLE EOT n` and the bits of their answers (Epson's reference of `DLE EOT`).
package enum RealTimeStatus: UInt8, CaseIterable, Sendable {
    case printer = 1
    case offlineCause = 2
    case errorCause = 3
    case paper = 4

    /// The three bytes that ask.
    package var question: [UInt8] { [ControlByte.dle, ControlByte.eot, rawValue] }

    /// Bits 1 and 4 are always set in an answer, bits 0 and 7 never.
    private static let marks: UInt8 = 0b0001_0010

    /// Whether a byte can be an answer to any of the four.
    package static func isAnswer(_ byte: UInt8) -> Bool { byte & 0b1001_0011 == marks }

    /// Reads an answer into a status.
    package func read(_ byte: UInt8, into status: inout PrinterStatus) {
        func bit(_ number: UInt8) -> Bool { byte & (1 << number) != 0 }
        switch self {
        case .printer:
            status.offline = bit(3)
            status.feedPressed = bit(6)
        case .offlineCause:
            status.coverOpen = bit(2)
            status.feedPressed = bit(3)
            status.stoppedByPaperEnd = bit(5)
        case .errorCause:
            status.cutterError = bit(3)
            status.unrecoverableError = bit(5)
            status.passingError = bit(6)
        case .paper:
            status.paperNearEnd = bit(2) || bit(3)
            status.paperEnd = bit(5) || bit(6)
        }
    }

    /// The answer that a printer of this status gives.
    package func answer(_ status: PrinterStatus) -> UInt8 {
        func bits(_ set: Bool, _ mask: UInt8) -> UInt8 { set ? mask : 0 }
        let reported =
            switch self {
            case .printer: bits(status.offline, 0b1000) | bits(status.feedPressed, 0b100_0000)
            case .offlineCause:
                bits(status.coverOpen, 0b100) | bits(status.feedPressed, 0b1000)
                    | bits(status.stoppedByPaperEnd, 0b10_0000) | bits(hasError(status), 0b100_0000)
            case .errorCause:
                bits(status.cutterError, 0b1000) | bits(status.unrecoverableError, 0b10_0000)
                    | bits(status.passingError, 0b100_0000)
            case .paper: bits(status.paperNearEnd, 0b1100) | bits(status.paperEnd, 0b110_0000)
            }
        return Self.marks | reported
    }

    private func hasError(_ status: PrinterStatus) -> Bool {
        status.cutterError || status.unrecoverableError || status.passingError
    }
}

/// Automatic status, which a printer sends by itself at every change once `GS a` has enabled it.
package enum AutomaticStatus {
    /// Reads the four bytes; `nil` if they are not such a message.
    package static func read(_ bytes: [UInt8]) -> PrinterStatus? {
        guard bytes.count == 4, isFirst(bytes[0]), bytes.dropFirst().allSatisfy({ $0 & 0b1001_0000 == 0 })
        else { return nil }
        var status = PrinterStatus()
        status.offline = bytes[0] & 0b1000 != 0
        status.coverOpen = bytes[0] & 0b10_0000 != 0
        status.feedPressed = bytes[0] & 0b100_0000 != 0
        status.cutterError = bytes[1] & 0b1000 != 0
        status.unrecoverableError = bytes[1] & 0b10_0000 != 0
        status.passingError = bytes[1] & 0b100_0000 != 0
        status.paperNearEnd = bytes[2] & 0b11 != 0
        status.paperEnd = bytes[2] & 0b1100 != 0
        return status
    }

    package static func compose(_ status: PrinterStatus) -> [UInt8] {
        func bits(_ set: Bool, _ mask: UInt8) -> UInt8 { set ? mask : 0 }
        return [
            0b0001_0000 | bits(status.offline, 0b1000) | bits(status.coverOpen, 0b10_0000)
                | bits(status.feedPressed, 0b100_0000),
            bits(status.cutterError, 0b1000) | bits(status.unrecoverableError, 0b10_0000)
                | bits(status.passingError, 0b100_0000),
            bits(status.paperNearEnd, 0b11) | bits(status.paperEnd, 0b1100),
            0,
        ]
    }

    /// The first byte of four: bit 4 set, bits 0, 1 and 7 clear.
    package static func isFirst(_ byte: UInt8) -> Bool { byte & 0b1001_0011 == 0b0001_0000 }
}

/// The answer to GET_PORT_STATUS (USB Printer Class 1.1 §4.2.2): the wires of the old parallel port.
package struct PrinterPortStatus: RawRepresentable, Hashable, Sendable {
    package var rawValue: UInt8

    package init(rawValue: UInt8) { self.rawValue = rawValue }

    package var isPaperEmpty: Bool { rawValue & 0b10_0000 != 0 }
    package var isSelected: Bool { rawValue & 0b1_0000 != 0 }
    package var hasNoError: Bool { rawValue & 0b1000 != 0 }

    /// The condition that the wires signal; `nil` if they signal nothing.
    ///
    /// A printer that cannot tell must answer "selected, no error" (§4.2.2); clones that answer all zeros or
    /// all ones mean nothing by it.
    package var condition: PrinterCondition? {
        if rawValue == 0 || rawValue == 0xFF { return nil }
        if isPaperEmpty { return .paperEmpty }
        return isSelected && hasNoError ? .ready : .offline
    }
}
