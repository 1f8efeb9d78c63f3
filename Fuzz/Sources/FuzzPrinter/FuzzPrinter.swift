import KioskCore

@testable import PrinterBytes

/// What a plugged-in printer and a queue's settings may say: identification, replies, a device URI.
///
/// Byte 0 chooses which. Must hold: no trap, nothing that grows, nothing that could break out of a line for CUPS,
/// and what was read is read again as it was written.
@c(LLVMFuzzerTestOneInput)
func fuzz(_ start: UnsafePointer<UInt8>?, _ size: Int) -> CInt {
    guard let start, size >= 1 else { return 0 }
    let bytes = Array(UnsafeBufferPointer(start: start, count: size))
    let rest = Array(bytes.dropFirst())
    switch bytes[0] & 3 {
    case 0: check(PrinterDeviceID(answer: rest))
    case 1: checkReplies(rest)
    case 2: checkURI(String(decoding: rest, as: UTF8.self))
    default:
        // As a device's own strings, which discovery writes into a URI.
        let parts = rest.split(separator: 0, omittingEmptySubsequences: false).map {
            String(decoding: $0, as: UTF8.self)
        }
        guard parts.count >= 2, !parts[0].isEmpty, !parts[1].isEmpty else { return 0 }
        let name = USBPrinterName(maker: parts[0], model: parts[1], serial: parts.dropFirst(2).first)
        let text = PrinterURI(.usb(name)).description
        precondition(text.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "\"") })
        checkURI(text)
    }
    return 0
}

private func check(_ id: PrinterDeviceID?) {
    guard let id else { return }
    precondition(!id.text.isEmpty && id.text.unicodeScalars.count <= PrinterDeviceID.maxByteCount)
    precondition(!id.text.unicodeScalars.contains { $0.value < 0x20 || $0 == "\"" || $0 == "\\" })
    for value in [id.maker, id.model, id.serial].compactMap(\.self) + id.commands {
        precondition(!value.isEmpty && !value.contains(";"))
    }
    precondition(PrinterDeviceID(id.text) == id, "what was cleaned is clean")
}

private func checkReplies(_ bytes: [UInt8]) {
    var replies = PrinterReplyParser()
    for byte in bytes {
        switch replies.receive(byte) {
        case .realTime(let answer):
            precondition(RealTimeStatus.isAnswer(answer))
            var status = PrinterStatus()
            for question in RealTimeStatus.allCases { question.read(answer, into: &status) }
            _ = status.condition
        case .automatic(let status):
            precondition(AutomaticStatus.read(AutomaticStatus.compose(status)) == status)
        case .inOrder(let answer): precondition(answer & 0b1001_0000 == 0)
        case .cleared, nil: break
        }
        _ = PrinterPortStatus(rawValue: byte).condition
    }
}

private func checkURI(_ text: String) {
    guard let uri = PrinterURI(text) else { return }
    precondition(text.utf8.count <= PrinterURI.maxByteCount && !uri.profile.isEmpty)
    let written = uri.description
    // Escaping may make it longer than CUPS would keep.
    if written.utf8.count <= PrinterURI.maxByteCount { precondition(PrinterURI(written) == uri) }
}
