import Logging
import NIOCore
import NIOPosix
public import ServiceLifecycle
import Synchronization

/// The cable between one kiosk and the central system: a byte relay on loopback, with a switch.
public final class LinkProxy: Service {
    private typealias Connection = NIOAsyncChannel<ByteBuffer, ByteBuffer>
    private struct State {
        var condition = LinkCondition.up
        var open: [ObjectIdentifier: any Channel] = [:]
    }
    private let listener: NIOAsyncChannel<Connection, Never>
    private let target: @Sendable () async -> Int?
    private let state = Mutex(State())

    /// Where the kiosk connects to, on 127.0.0.1.
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

    public var condition: LinkCondition { state.withLock(\.condition) }

    /// Turns the switch.
    ///
    /// A connection that lost bytes, or is to have none, is cut.
    public func become(_ condition: LinkCondition) {
        let cut = state.withLock { state in
            let keeps = condition == state.condition || (state.condition == .up && condition != .down)
            state.condition = condition
            return keeps ? [] : Array(state.open.values)
        }
        for channel in cut { channel.close(promise: nil) }
    }

    public func run() async throws {
        try await listener.executeThenClose { connections in
            try await withThrowingDiscardingTaskGroup { group in
                for try await kiosk in connections.cancelOnGracefulShutdown() {
                    group.addTask { await self.carry(kiosk) }
                }
                group.cancelAll()
            }
        }
    }

    /// One connection, until either side ends it or the cable is cut.
    private func carry(_ kiosk: Connection) async {
        let id = ObjectIdentifier(kiosk.channel)
        let refused = state.withLock { state in
            if state.condition != .down { state.open[id] = kiosk.channel }
            return state.condition == .down
        }
        defer { state.withLock { state in state.open[id] = nil } }
        // A connection that breaks is what this device is for: the kiosk sees it, nobody else need.
        try? await kiosk.executeThenClose { fromKiosk, toKiosk in
            guard !refused, let port = await target() else { return }
            let centre = try await ClientBootstrap(group: .singletonMultiThreadedEventLoopGroup)
                .connectTimeout(.seconds(3))
                .connect(host: "127.0.0.1", port: port) { channel in
                    channel.eventLoop.makeCompletedFuture {
                        try Connection(wrappingChannelSynchronously: channel)
                    }
                }
            try await centre.executeThenClose { fromCentre, toCentre in
                let talk = Conversation()
                await withTaskGroup { group in
                    group.addTask { await self.pass(.kiosk, from: fromKiosk, to: toCentre, talk: talk) }
                    group.addTask { await self.pass(.centre, from: fromCentre, to: toKiosk, talk: talk) }
                    await group.next()
                    group.cancelAll()
                }
            }
        }
    }

    private func pass(
        _ side: Conversation.Side, from inbound: NIOAsyncChannelInboundStream<ByteBuffer>,
        to outbound: NIOAsyncChannelOutboundWriter<ByteBuffer>, talk: Conversation
    ) async {
        do {
            for try await bytes in inbound {
                let now = condition
                let passes = talk.passes(from: side, when: now)
                if now == .slow { try await Task.sleep(for: LinkCondition.slowness) }
                if passes { try await outbound.write(bytes) }
            }
        } catch {
            return  // either end closed, or the cable was cut
        }
    }
}
