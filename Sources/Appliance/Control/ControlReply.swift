import NIOCore

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// A kiosk's answer: `{"ok":true,"result":…}` or `{"ok":false,"error":"…"}` on one line.
///
/// A picture follows the line as plain bytes; `"attachment"` in the line says how many. Events follow it as lines
/// of JSON, one each, until there are no more or either side hangs up; an empty line only says that the
/// connection lives.
public struct ControlReply: Sendable {
    let line: [UInt8]
    var attachment: [UInt8]
    /// Writes the lines of events, and returns when there are no more.
    var stream: Stream?

    typealias Stream = @Sendable (_ write: @Sendable ([UInt8]) async throws -> Void) async throws -> Void

    init(line: [UInt8], attachment: [UInt8] = []) {
        self.line = line
        self.attachment = attachment
    }

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

    /// What happens from now on; the reader who hangs up ends it.
    public static func events(_ events: AsyncStream<some Encodable & Sendable>) -> ControlReply {
        var reply = done()
        reply.stream = { write in
            for await event in events {
                guard let line = try? encoder().encode(event) else { continue }
                try await write(Array(line))
            }
        }
        return reply
    }

    public static func failure(_ why: String) -> ControlReply {
        let line = (try? encoder().encode(Failure(error: why))).map { Array($0) }
        return ControlReply(line: line ?? Array(#"{"ok":false,"error":"unknown"}"#.utf8))
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
