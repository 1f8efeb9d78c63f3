internal import Glibc
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

/// Executes commands that come in on a Unix socket: one line of JSON each way, several clients at once.
///
/// Only the kiosk's user and group may connect. A connection's requests are served one after another; clients
/// are bounded in number, in what they send and in how long they may be idle. A client that misbehaves loses
/// its connection and nothing else.
public struct ControlServer: Service {
    let path: String
    let limits: Limits
    let logger: Logger
    let handler: @Sendable (ControlRequest) async -> ControlReply

    struct Limits: Sendable {
        /// A client that connects anew for every request may still hold its last connection for a moment.
        var connectionLimit = 64
        /// Bytes of the longest request: a scan of 4,096 bytes in base64 fits many times.
        var maxLineByteCount = 64 * 1024
        /// How long a client may take to send its next request, or to read a line that was sent to it.
        ///
        /// Between events a keep-alive is sent this often.
        var idleTimeout = Duration.seconds(60)
        /// How long a client that was refused may take to read the reason and hang up.
        var closeTimeout = Duration.seconds(1)
    }

    /// - Parameter handler: Serves one request; called for several clients at once.
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

    /// Serves until cancelled or asked to shut down; the socket's file is gone afterwards.
    /// - Throws: ``ControlFault`` if the socket cannot be opened.
    public func run() async throws {
        let listener = try await listen()
        defer { try? FileManager.default.removeItem(atPath: path) }
        logger.info("Control socket open", metadata: ["path": "\(path)"])
        let slots = ConnectionSlots(limits.connectionLimit)
        try await cancelWhenGracefulShutdown {
            do {
                try await listener.executeThenClose { connections in
                    try await withThrowingDiscardingTaskGroup { group in
                        for try await connection in connections {
                            group.addTask { await serve(connection, slots) }
                        }
                    }
                }
            } catch is CancellationError {}
        }
    }

    // MARK: Listening

    private func listen() async throws(ControlFault) -> NIOAsyncChannel<ControlConnection, Never> {
        if await ControlClient(socket: path).canConnect() { throw .inUse(socket: path) }
        do {
            let listener = try await bind()
            // The umask may have taken the group's right.
            try FileManager.default.setAttributes(
                [.posixPermissions: Int(Self.permissions)], ofItemAtPath: path)
            return listener
        } catch {
            throw .unreachable(socket: path, reason: "\(error)")
        }
    }

    private static let permissions: mode_t = 0o660

    /// Opens the socket for the kiosk's user, and the group where the umask allows it.
    func bind() async throws -> NIOAsyncChannel<ControlConnection, Never> {
        try await ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .serverChannelOption(.backlog, value: 64)
            .serverChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    // Before its file appears: whatever the umask is, there is no moment for anybody else.
                    try channel.pipeline.syncOperations.withUnsafeTransportIfAvailable(
                        of: NIOBSDSocket.Handle.self
                    ) { socket in
                        guard fchmod(socket, Self.permissions) == 0 else {
                            throw IOError(errnoCode: errno, reason: "fchmod")
                        }
                    }
                }
            }
            // A client may end its output after a request and still read the reply.
            .childChannelOption(.allowRemoteHalfClosure, value: true)
            .bind(unixDomainSocketPath: path, cleanupExistingSocketFile: true) { [limits] channel in
                channel.eventLoop.makeCompletedFuture {
                    try ControlConnection.wrapping(channel, maxByteCount: limits.maxLineByteCount)
                }
            }
    }

    // MARK: Serving

    private func serve(_ connection: ControlConnection, _ slots: ConnectionSlots) async {
        let isAdmitted = slots.reserve()
        defer { if isAdmitted { slots.release() } }
        // Whatever breaks a connection concerns no other.
        try? await connection.executeThenClose { lines in
            var lines = lines.makeAsyncIterator()
            try await serve(&lines, on: connection.channel, isAdmitted: isAdmitted)
        }
    }

    private func serve(
        _ lines: inout ControlConnection.Lines, on channel: any Channel, isAdmitted: Bool
    ) async throws {
        guard isAdmitted else { return try await refuse("too many clients; try again", &lines, on: channel) }
        while let line = try await channel.closing(
            after: limits.idleTimeout, unlessEnded: { try await lines.next(isolation: #isolation) })
        {
            guard case .complete(let bytes) = line else {
                let reason = "a line holds at most \(limits.maxLineByteCount) bytes"
                return try await refuse(reason, &lines, on: channel)
            }
            // However long the handler takes: that is not the client's fault.
            let reply = await reply(to: bytes)
            try await send(reply.line, on: channel)
            if let events = reply.events { return try await send(events, &lines, on: channel) }
        }
    }

    private func reply(to line: [UInt8]) async -> ControlReply {
        do throws(ControlFault) {
            return await handler(try ControlRequest(line: line))
        } catch {
            return .failure(error.description)
        }
    }

    private func send(_ line: [UInt8], on channel: any Channel) async throws {
        try await channel.closing(after: limits.idleTimeout) { try await channel.writeLine(line) }
    }

    /// Sends events, and keep-alives between them, until there are no more or the client hangs up.
    private func send(
        _ events: @escaping ControlReply.Events, _ lines: inout ControlConnection.Lines,
        on channel: any Channel
    ) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                defer { channel.close(promise: nil) }
                try await events { line in try await send(line, on: channel) }
            }
            group.addTask {
                defer { channel.close(promise: nil) }
                while true {
                    try await Task.sleep(for: limits.idleTimeout)
                    try await sendKeepAlive(on: channel)
                }
            }
            // No more requests are served; this ends when either side closes the connection.
            while try await lines.next(isolation: #isolation) != nil {}
            group.cancelAll()
        }
    }

    private func sendKeepAlive(on channel: any Channel) async throws { try await send([], on: channel) }

    /// Sends the reason, and closes when the client has hung up, or after a while.
    ///
    /// Closing with something unread would reset the connection, and the reason would be lost on its way.
    private func refuse(
        _ reason: String, _ lines: inout ControlConnection.Lines, on channel: any Channel
    ) async throws {
        try await channel.closing(after: limits.closeTimeout) {
            try await channel.writeLine(ControlReply.failure(reason).line)
            try await channel.close(mode: .output)
            while try await lines.next(isolation: #isolation) != nil {}
        }
    }
}

/// The connections that are being served, bounded.
private final class ConnectionSlots: Sendable {
    private let free: Mutex<Int>

    init(_ count: Int) { free = Mutex(count) }

    /// Whether one was free.
    func reserve() -> Bool {
        free.withLock { free in
            guard free > 0 else { return false }
            free -= 1
            return true
        }
    }

    func release() { free.withLock { $0 += 1 } }
}
