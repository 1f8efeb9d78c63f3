/// One message from a printer.
package enum PrinterReply: Hashable, Sendable {
    /// An answer to `DLE EOT`; which question it answers only the asker knows.
    case realTime(UInt8)
    /// Four bytes of automatic status.
    case automatic(PrinterStatus)
    /// An answer to `GS r`: everything before the question has been done.
    case inOrder(UInt8)
    /// The buffer was cleared.
    case cleared
}

/// Splits what a printer sends into messages by their fixed bits (TM-T88III appendix G).
package struct PrinterReplyParser: Sendable {
    private static let clearHeader: UInt8 = 0x37
    private static let maxBlockByteCount = 128

    private var automatic: [UInt8] = []
    private var block = 0

    package init() {}

    /// Receives one byte.
    ///
    /// - Returns: The message that it completes; flow control and noise complete none.
    package mutating func receive(_ byte: UInt8) -> PrinterReply? {
        if block > 0 {
            block = byte == ControlByte.nul || block == Self.maxBlockByteCount ? 0 : block + 1
            return block == 0 ? .cleared : nil
        }
        if !automatic.isEmpty {
            // A real-time answer may come between the four; anything else out of place ends the message.
            if RealTimeStatus.isAnswer(byte) { return .realTime(byte) }
            automatic.append(byte)
            guard automatic.count == 4 || byte & 0b1001_0000 != 0 else { return nil }
            defer { automatic.removeAll() }
            return AutomaticStatus.read(automatic).map(PrinterReply.automatic)
        }
        if byte == Self.clearHeader {
            block = 1
            return nil
        }
        if RealTimeStatus.isAnswer(byte) { return .realTime(byte) }
        if AutomaticStatus.isFirst(byte) {
            automatic = [byte]
            return nil
        }
        return byte & 0b1001_0000 == 0 ? .inOrder(byte) : nil
    }
}
