#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// One command to a running kiosk: a line of JSON, `{"command":"status","arguments":{…}}`.
public struct ControlRequest: Sendable {
    public let command: String
    let line: [UInt8]

    private struct Head: Codable {
        var command: String
    }

    private struct Whole<Arguments: Codable>: Codable {
        var command: String
        var arguments: Arguments
    }

    init(command: String) {
        self.command = command
        line = Self.encoded(Head(command: command))
    }

    init(command: String, arguments: some Codable) {
        self.command = command
        line = Self.encoded(Whole(command: command, arguments: arguments))
    }

    /// Reads a line as it was received.
    init(line: [UInt8]) throws(ControlFault) {
        guard let head = try? JSONDecoder().decode(Head.self, from: Data(line)), head.command.utf8.count <= 64
        else { throw .refused("expected one JSON object on one line, such as {\"command\":\"status\"}") }
        command = head.command
        self.line = line
    }

    /// The arguments as the values that the command needs.
    public func arguments<Arguments: Codable>(
        as type: Arguments.Type = Arguments.self
    ) throws(ControlFault) -> Arguments {
        do {
            return try JSONDecoder().decode(Whole<Arguments>.self, from: Data(line)).arguments
        } catch {
            throw .refused("the arguments do not fit the command \(command)")
        }
    }

    private static func encoded(_ value: some Encodable) -> [UInt8] {
        // Plain values of our own; an argument that JSON cannot hold (a NaN) is refused by the kiosk.
        (try? JSONEncoder().encode(value)).map { Array($0) } ?? []
    }
}

/// A kiosk's reply: `{"ok":true,"result":…}` or `{"ok":false,"error":"…"}` on one line.
///
/// Events follow it as lines of JSON, one each, until there are no more or either side hangs up. An empty
/// line is only a keep-alive.
public struct ControlReply: Sendable {
    let line: [UInt8]
    /// Writes the lines of events, and returns when there are no more; `nil` if none follow.
    private(set) var events: Events?

    typealias Events = @Sendable (_ write: @Sendable ([UInt8]) async throws -> Void) async throws -> Void

    fileprivate struct Success<Result> {
        var ok = true
        var result: Result
    }

    private struct Failure: Codable {
        var ok = false
        var error: String?
    }

    private struct Empty: Encodable {}

    // MARK: The kiosk's side

    init(line: [UInt8]) { self.line = line }

    /// Done, without a result.
    public static func done() -> ControlReply { result(Empty()) }

    public static func result(_ value: some Encodable) -> ControlReply {
        guard let line = try? encoder().encode(Success(result: value)) else {
            return failure("the answer cannot be written as JSON")
        }
        return ControlReply(line: Array(line))
    }

    /// What happens from now on, until the reader hangs up.
    public static func events(_ events: AsyncStream<some Encodable & Sendable>) -> ControlReply {
        var reply = done()
        reply.events = { write in
            for await event in events {
                guard let line = try? encoder().encode(event) else { continue }
                try await write(Array(line))
            }
        }
        return reply
    }

    public static func failure(_ reason: String) -> ControlReply {
        let line = (try? encoder().encode(Failure(error: reason))).map { Array($0) }
        return ControlReply(line: line ?? Array(#"{"ok":false,"error":"unknown"}"#.utf8))
    }

    /// The same value is always the same line.
    private static func encoder() -> JSONEncoder {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return encoder
    }

    // MARK: The client's side

    /// Reads a line as it was received.
    ///
    /// - Throws: The kiosk's refusal, or ``ControlFault/invalidReply(_:)``.
    init(received line: [UInt8]) throws(ControlFault) {
        guard let head = try? JSONDecoder().decode(Failure.self, from: Data(line)) else {
            throw .invalidReply("no reply of a kiosk")
        }
        guard head.ok else { throw .refused(head.error ?? "no reason given") }
        self.line = line
    }

    /// The result as the value that it encodes.
    public func result<Result: Decodable>(as type: Result.Type = Result.self) throws(ControlFault) -> Result {
        do {
            return try JSONDecoder().decode(Success<Result>.self, from: Data(line)).result
        } catch {
            throw .invalidReply("the result is no \(Result.self)")
        }
    }
}

extension ControlReply.Success: Encodable where Result: Encodable {}
extension ControlReply.Success: Decodable where Result: Decodable {}

/// Why a kiosk could not be asked, or refused what it was asked.
public enum ControlFault: Error, Hashable, Sendable, CustomStringConvertible {
    /// Nothing listens there, or it may not be opened.
    case unreachable(socket: String, reason: String)
    /// Another process already listens on this socket.
    case inUse(socket: String)
    /// No complete reply before the deadline.
    case timedOut(socket: String, after: Duration)
    /// The other side does not speak this protocol, or hung up in the middle.
    case invalidReply(String)
    /// The kiosk refused, with its reason.
    case refused(String)

    public var description: String {
        switch self {
        case .unreachable(let socket, let reason):
            "no kiosk answers on \(socket) (\(reason)): is kioskd running, and may you open the socket "
                + "(group kiosk)?"
        case .inUse(let socket): "another process already answers on \(socket)"
        case .timedOut(let socket, let time): "no answer on \(socket) within \(time)"
        case .invalidReply(let reason): "the answer cannot be understood: \(reason)"
        case .refused(let reason): reason
        }
    }
}
