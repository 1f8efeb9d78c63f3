public import Logging
import NIOCore
import NIOPosix
public import ServiceLifecycle
import Synchronization

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Answers commands on a Unix socket: one line of JSON each way, several clients at once.
///
/// Only the kiosk's user and group may connect. Clients are bounded in number, in what they send and in how
/// long they may sit there; a client that misbehaves loses its connection and nothing else.
public struct ControlServer: Service {
    /// Bytes of the longest request: a scan of 4,096 bytes in base64 fits many times.
    static let longestLine = 64 * 1024

    let path: String
    let limits: Limits
    let logger: Logger
    let handler: @Sendable (ControlRequest) async -> ControlReply

    struct Limits: Sendable {
        var clients = 16
        /// Nothing read and nothing written for this long ends a connection.
        var idle = Duration.seconds(60)
    }

    /// - Parameter handler: Answers one request; called for several clients at once.
    public init(
        path: String, logger: Logger, handler: @escaping @Sendable (ControlRequest) async -> ControlReply
    ) {
        self.init(path: path, limits: Limits(), logger: logger, handler: handler)
    }

    init(
        path: String, limits: Limits, logger: Logger,
        handler: @escaping @Sendable (ControlRequest) async -> ControlReply
    ) {
        self.path = path
        self.limits = limits
        self.logger = logger
        self.handler = handler
    }

    /// Serves until cancelled or told to shut down; the socket's file is gone afterwards.
    /// - Throws: ``ControlFault`` when the socket cannot be opened.
    public func run() async throws {
        let listener = try await listen()
        defer { try? FileManager.default.removeItem(atPath: path) }
        do {
            try await cancelWhenGracefulShutdown { try await serve(listener) }
        } catch is CancellationError {
            // Told to stop: that is how this ends.
        }
    }

    private typealias Connection = NIOAsyncChannel<ByteBuffer, ByteBuffer>

    private func listen() async throws(ControlFault) -> NIOAsyncChannel<Connection, Never> {
        if await ControlClient(socket: path).isAnswered() { throw .taken(socket: path) }
        let idle = TimeAmount(limits.idle)
        do {
            let listener = try await ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup)
                .serverChannelOption(.backlog, value: 16)
                .childChannelOption(.allowRemoteHalfClosure, value: true)
                .bind(unixDomainSocketPath: path, cleanupExistingSocketFile: true) { channel in
                    channel.eventLoop.makeCompletedFuture {
                        try channel.pipeline.syncOperations.addHandlers([
                            IdleStateHandler(allTimeout: idle), CloseWhenIdle(),
                        ])
                        return try Connection(wrappingChannelSynchronously: channel)
                    }
                }
            // Until here the umask lets nobody but the kiosk's user write, and so connect.
            try FileManager.default.setAttributes([.posixPermissions: 0o660], ofItemAtPath: path)
            return listener
        } catch {
            throw .unreachable(socket: path, why: "\(error)")
        }
    }

    private func serve(_ listener: NIOAsyncChannel<Connection, Never>) async throws {
        let seats = Seats(limits.clients)
        try await listener.executeThenClose { connections in
            try await withThrowingDiscardingTaskGroup { group in
                for try await connection in connections {
                    group.addTask {
                        // What goes wrong on one connection ends that connection.
                        guard seats.take() else { return (try? await turnAway(connection)) ?? () }
                        defer { seats.leave() }
                        try? await answer(connection)
                    }
                }
            }
        }
    }

    private func turnAway(_ connection: Connection) async throws {
        try await connection.executeThenClose { _, outbound in
            try await outbound.write(ControlReply.failure("too many clients; try again").buffer)
        }
    }

    private func answer(_ connection: Connection) async throws {
        try await connection.executeThenClose { inbound, outbound in
            var lines = LineBuffer(limit: Self.longestLine)
            do {
                for try await chunk in inbound {
                    lines.append(chunk)
                    while let line = try lines.next() {
                        try await outbound.write(await answer(line).buffer)
                    }
                }
            } catch is LineBuffer.TooLong {
                let reply = ControlReply.failure("a line holds at most \(Self.longestLine) bytes")
                try await outbound.write(reply.buffer)
            }
        }
    }

    private func answer(_ line: [UInt8]) async -> ControlReply {
        do throws(ControlFault) {
            return await handler(try ControlRequest(line: line))
        } catch {
            return .failure(error.description)
        }
    }
}

/// How many more clients may be served.
private final class Seats: Sendable {
    private let free: Mutex<Int>

    init(_ count: Int) { free = Mutex(count) }

    func take() -> Bool {
        free.withLock { free in
            guard free > 0 else { return false }
            free -= 1
            return true
        }
    }

    func leave() { free.withLock { $0 += 1 } }
}

/// Ends a connection on which nothing moves any more, such as a client that never reads its answer.
private final class CloseWhenIdle: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if event is IdleStateHandler.IdleStateEvent { return context.close(promise: nil) }
        context.fireUserInboundEventTriggered(event)
    }
}
