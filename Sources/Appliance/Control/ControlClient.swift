import NIOCore
import NIOPosix

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Sends requests to a running kiosk through its control socket; one connection for each.
public struct ControlClient: Sendable {
    public let socket: String
    /// For connecting, the request and its reply together.
    public let deadline: Duration

    /// The longest line that is read, in bytes.
    private static let maxLineByteCount = 4 * 1024 * 1024

    public init(socket: String, deadline: Duration = .seconds(5)) {
        self.socket = socket
        self.deadline = deadline
    }

    public func request(_ command: String) async throws(ControlFault) -> ControlReply {
        try await send(ControlRequest(command: command))
    }

    public func request(
        _ command: String, _ arguments: some Codable & Sendable
    ) async throws(ControlFault) -> ControlReply {
        try await send(ControlRequest(command: command, arguments: arguments))
    }

    /// Requests events, which come until the kiosk has no more, or the reader stops.
    public func events<Event: Decodable & Sendable>(
        of command: String, as type: Event.Type = Event.self
    ) async throws(ControlFault) -> AsyncThrowingStream<Event, any Error> {
        try await events(of: ControlRequest(command: command))
    }

    public func events<Event: Decodable & Sendable>(
        of command: String, _ arguments: some Codable & Sendable, as type: Event.Type = Event.self
    ) async throws(ControlFault) -> AsyncThrowingStream<Event, any Error> {
        try await events(of: ControlRequest(command: command, arguments: arguments))
    }

    /// Whether something listens on the socket.
    func canConnect() async -> Bool {
        let connecting = bootstrap.connect(unixDomainSocketPath: socket)
        guard let channel = try? await connecting.get() else { return false }
        channel.close(promise: nil)
        return true
    }

    private var bootstrap: ClientBootstrap {
        ClientBootstrap(group: .singletonMultiThreadedEventLoopGroup).connectTimeout(TimeAmount(deadline))
    }

    private func send(_ request: ControlRequest) async throws(ControlFault) -> ControlReply {
        try await exchange(request) { reply, _ in reply }
    }

    private func events<Event: Decodable & Sendable>(
        of request: ControlRequest
    ) async throws(ControlFault) -> AsyncThrowingStream<Event, any Error> {
        let (events, event) = AsyncThrowingStream.makeStream(of: Event.self)
        let (replies, reply) = AsyncStream.makeStream(of: Result<ControlReply, ControlFault>.self)
        // Unstructured on purpose: it lives as long as somebody reads the events.
        let reading = Task {
            do throws(ControlFault) {
                try await exchange(request) { first, lines throws(ControlFault) in
                    reply.yield(.success(first))
                    while let line = try await Self.next(&lines) {
                        // An empty line is a keep-alive.
                        if line.isEmpty { continue }
                        guard let value = try? JSONDecoder().decode(Event.self, from: Data(line)) else {
                            throw .invalidReply("a line is no \(Event.self)")
                        }
                        event.yield(value)
                    }
                }
                event.finish()
            } catch {
                reply.yield(.failure(error))
                event.finish(throwing: error)
            }
        }
        event.onTermination = { _ in reading.cancel() }
        for await first in replies {
            _ = try first.get()
            return events
        }
        throw .invalidReply("the request was cancelled")
    }

    /// Connects, sends the request, and waits for the reply; the body may read on, without a deadline.
    private func exchange<Value: Sendable>(
        _ request: ControlRequest,
        _ body: @Sendable (ControlReply, inout ControlConnection.Lines) async throws(ControlFault) -> Value
    ) async throws(ControlFault) -> Value {
        let start = ContinuousClock.now
        let connection = try await connect()
        let channel = connection.channel
        do {
            return try await connection.executeThenClose { lines in
                var lines = lines.makeAsyncIterator()
                // Not waited for: a server at its limit replies without reading, and may be gone by then.
                channel.writeAndFlush(ByteBuffer(bytes: request.line + [UInt8(ascii: "\n")]), promise: nil)
                let rest = deadline - (.now - start)
                let line = try await channel.closing(after: rest) { try await Self.next(&lines) }
                guard let line else {
                    throw .now - start < deadline
                        ? ControlFault.invalidReply("it ends in the middle")
                        : ControlFault.timedOut(socket: socket, after: deadline)
                }
                return try await body(ControlReply(received: line), &lines)
            }
        } catch let fault as ControlFault {
            throw fault
        } catch {
            throw .invalidReply("the connection broke: \(error)")
        }
    }

    private func connect() async throws(ControlFault) -> ControlConnection {
        do {
            return try await bootstrap.connect(unixDomainSocketPath: socket) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try ControlConnection.wrapping(channel, maxByteCount: Self.maxLineByteCount)
                }
            }
        } catch {
            throw .unreachable(socket: socket, reason: "\(error)")
        }
    }

    /// The next line; `nil` if the connection has ended.
    private static func next(_ lines: inout ControlConnection.Lines) async throws(ControlFault) -> [UInt8]? {
        let line: ControlLine?
        do {
            line = try await lines.next(isolation: #isolation)
        } catch {
            throw .invalidReply("the connection broke: \(error)")
        }
        switch line {
        case .complete(let bytes): return bytes
        case .tooLong: throw .invalidReply("a line without end")
        case nil: return nil
        }
    }
}
