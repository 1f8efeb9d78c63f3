import NIOCore

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// A kiosk's answer: `{"ok":true,"result":…}` or `{"ok":false,"error":"…"}` on one line.
///
/// Events follow it as lines of JSON, one each, until there are no more or either side hangs up; an empty line only
/// says that the connection lives.
public struct ControlReply: Sendable {
    let line: [UInt8]
    /// Writes the lines of events, and returns when there are no more.
    var stream: Stream?

    typealias Stream = @Sendable (_ write: @Sendable ([UInt8]) async throws -> Void) async throws -> Void

    init(line: [UInt8]) { self.line = line }

    private struct Success<Result: Encodable>: Encodable {
        var ok = true
        var result: Result
    }

    private struct Failure: Encodable {
        var ok = false
        var error: String
    }

    private struct Nothing: Encodable {}

    /// Done, with nothing to say.
    public static func done() -> ControlReply { result(Nothing()) }

    public static func result(_ value: some Encodable) -> ControlReply {
        guard let line = try? encoder().encode(Success(result: value)) else {
            return failure("the answer cannot be written as JSON")
        }
        return ControlReply(line: Array(line))
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
        buffer.reserveCapacity(line.count + 1)
        buffer.writeBytes(line)
        buffer.writeInteger(UInt8(ascii: "\n"))
        return buffer
    }
}
