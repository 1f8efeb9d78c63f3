import NIOCore

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// A kiosk's answer: `{"ok":true,"result":…}` or `{"ok":false,"error":"…"}` on one line.
///
/// A picture follows the line as plain bytes; `"attachment"` in the line says how many.
public struct ControlReply: Sendable {
    let line: [UInt8]
    let attachment: [UInt8]

    private struct Success<Result: Encodable>: Encodable {
        var ok = true
        var result: Result
        var attachment: Int?
    }

    private struct Failure: Encodable {
        var ok = false
        var error: String
    }

    private struct Nothing: Encodable {}

    /// Done, with nothing to say, or with bytes such as a PNG.
    public static func done(attachment: [UInt8] = []) -> ControlReply {
        result(Nothing(), attachment: attachment)
    }

    public static func result(_ value: some Encodable, attachment: [UInt8] = []) -> ControlReply {
        let size = attachment.isEmpty ? nil : attachment.count
        guard let line = try? encoder().encode(Success(result: value, attachment: size)) else {
            return failure("the answer cannot be written as JSON")
        }
        return ControlReply(line: Array(line), attachment: attachment)
    }

    public static func failure(_ why: String) -> ControlReply {
        let line = (try? encoder().encode(Failure(error: why))).map { Array($0) }
        return ControlReply(line: line ?? Array(#"{"ok":false,"error":"unknown"}"#.utf8), attachment: [])
    }

    /// The same value is always the same line.
    private static func encoder() -> JSONEncoder {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return encoder
    }

    /// As it goes over the wire.
    var buffer: ByteBuffer {
        var buffer = ByteBuffer()
        buffer.reserveCapacity(line.count + 1 + attachment.count)
        buffer.writeBytes(line)
        buffer.writeInteger(UInt8(ascii: "\n"))
        buffer.writeBytes(attachment)
        return buffer
    }
}
