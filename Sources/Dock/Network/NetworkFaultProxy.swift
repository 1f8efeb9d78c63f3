import Logging
import NIOCore
import NIOPosix
public import ServiceLifecycle
import Synchronization

/// A TCP proxy on loopback between one kiosk and the central system that simulates network faults.
public final class NetworkFaultProxy: Service {
    private typealias Connection = NIOAsyncChannel<ByteBuffer, ByteBuffer>
    private struct State {
        var condition = NetworkCondition.up
        var open: [ObjectIdentifier: any Channel] = [:]
    }
    private let listener: NIOAsyncChannel<Connection, Never>
    private let target: @Sendable () async -> Int?
    private let state = Mutex(State())

    /// The port that the kiosk connects to, on 127.0.0.1.
    public let port: Int

    /// - Parameter target: The central system's port on 127.0.0.1; a connection waits until it is known.
    public init(to target: @escaping @Sendable () async -> Int?) async throws {
        self.target = target
        listener = try await ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .bind(host: "127.0.0.1", port: 0) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try Connection(wrappingChannelSynchronously: channel)
                }
            }
        self.port = listener.channel.localAddress?.port ?? 0
    }

    public var condition: NetworkCondition { state.withLock(\.condition) }

    /// Changes the network's condition.
    ///
    /// A connection that lost bytes, or that shall not exist, is closed.
    public func set(_ condition: NetworkCondition) {
        let closing = state.withLock { state in
            let keeps = condition == state.condition || (state.condition == .up && condition != .down)
            state.condition = condition
            return keeps ? [] : Array(state.open.values)
        }
        for channel in closing { channel.close(promise: nil) }
    }

    public func run() async throws {
        try await listener.executeThenClose { connections in
            try await withThrowingDiscardingTaskGroup { group in
                for try await kiosk in connections.cancelOnGracefulShutdown() {
                    group.addTask { await self.relay(kiosk) }
                }
                group.cancelAll()
            }
        }
    }

    /// Relays one connection until either side or a fault closes it.
    private func relay(_ kiosk: Connection) async {
        let id = ObjectIdentifier(kiosk.channel)
        let refused = state.withLock { state in
            if state.condition != .down { state.open[id] = kiosk.channel }
            return state.condition == .down
        }
        defer { state.withLock { state in state.open[id] = nil } }
        // Broken connections are this proxy's purpose: only the kiosk has to notice them.
        try? await kiosk.executeThenClose { fromKiosk, toKiosk in
            guard !refused, let port = await target() else { return }
            let central = try await ClientBootstrap(group: .singletonMultiThreadedEventLoopGroup)
                .connectTimeout(.seconds(3))
                .connect(host: "127.0.0.1", port: port) { channel in
                    channel.eventLoop.makeCompletedFuture {
                        try Connection(wrappingChannelSynchronously: channel)
                    }
                }
            try await central.executeThenClose { fromCentral, toCentral in
                let connection = ProxiedConnection()
                await withTaskGroup { group in
                    group.addTask { await self.forward(.kiosk, from: fromKiosk, to: toCentral, connection) }
                    group.addTask { await self.forward(.central, from: fromCentral, to: toKiosk, connection) }
                    await group.next()
                    group.cancelAll()
                }
            }
        }
    }

    private func forward(
        _ side: ProxiedConnection.Side, from inbound: NIOAsyncChannelInboundStream<ByteBuffer>,
        to outbound: NIOAsyncChannelOutboundWriter<ByteBuffer>, _ connection: ProxiedConnection
    ) async {
        do {
            for try await bytes in inbound {
                let now = condition
                let isForwarded = connection.forwards(from: side, when: now)
                if now == .slow { try await Task.sleep(for: NetworkCondition.delay) }
                if isForwarded { try await outbound.write(bytes) }
            }
        } catch {
            return  // either side or a fault closed it
        }
    }
}
