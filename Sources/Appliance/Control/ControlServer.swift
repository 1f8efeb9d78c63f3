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

/// Answers commands on a Unix socket: one line of JSON each way, several clients at once.
///
/// Only the kiosk's user and group may connect. Clients are bounded in number, in what they send and in how
/// long they may sit there; a client that misbehaves loses its connection and nothing else.
public struct ControlServer: Service {
    let path: String
    let limits: Limits
    let logger: Logger
    let handler: @Sendable (ControlRequest) async -> ControlReply

    struct Limits: Sendable {
        /// One that asks anew for every question may still hold its last seat for a moment.
        var clients = 64
        /// Nothing read and nothing written for this long ends a connection, but while its answer is made.
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
        let seats = Seats(limits.clients)
        let listener = try await listen(seats)
        defer { try? FileManager.default.removeItem(atPath: path) }
        logger.info("Control socket open", metadata: ["path": "\(path)"])
        try await withTaskCancellationOrGracefulShutdownHandler {
            try await listener.closeFuture.get()
        } onCancelOrGracefulShutdown: {
            listener.close(promise: nil)
        }
        seats.endAll()
    }

    private func listen(_ seats: Seats) async throws(ControlFault) -> any Channel {
        if await ControlClient(socket: path).isAnswered() { throw .taken(socket: path) }
        do {
            let listener = try await bind(seats)
            // The umask may have taken the group's right.
            try FileManager.default.setAttributes(
                [.posixPermissions: Int(Self.permissions)], ofItemAtPath: path)
            return listener
        } catch {
            throw .unreachable(socket: path, why: "\(error)")
        }
    }

    private static let permissions: mode_t = 0o660

    /// Opens the socket for the kiosk's user, and the group where the umask allows it.
    func bind() async throws -> any Channel { try await bind(Seats(limits.clients)) }

    private func bind(_ seats: Seats) async throws -> any Channel {
        let idle = TimeAmount(limits.idle)
        return try await ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup)
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
            .childChannelOption(.allowRemoteHalfClosure, value: true)
            .childChannelInitializer { [handler] channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandlers([
                        IdleStateHandler(allTimeout: idle),
                        ControlSession(isSeated: seats.take(channel), handler: handler),
                    ])
                }
            }
            .bind(unixDomainSocketPath: path, cleanupExistingSocketFile: true).get()
    }
}

/// The clients that are being served, bounded.
private final class Seats: Sendable {
    private let count: Int
    private let taken = Mutex<[ObjectIdentifier: any Channel]>([:])

    init(_ count: Int) { self.count = count }

    /// Whether there was a seat; it is free again when the channel closes.
    func take(_ channel: any Channel) -> Bool {
        let isTaken = taken.withLock { taken in
            guard taken.count < count else { return false }
            taken[ObjectIdentifier(channel)] = channel
            return true
        }
        if isTaken { channel.closeFuture.whenComplete { _ in self.leave(channel) } }
        return isTaken
    }

    private func leave(_ channel: any Channel) {
        taken.withLock { $0[ObjectIdentifier(channel)] = nil }
    }

    func endAll() {
        for channel in taken.withLock({ Array($0.values) }) { channel.close(promise: nil) }
    }
}
