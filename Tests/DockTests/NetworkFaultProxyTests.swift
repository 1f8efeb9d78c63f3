import Dock
import NIOCore
import NIOPosix
import Testing

/// Runs a body with the port of an echo server on loopback.
private func withEcho(_ body: (Int) async throws -> Void) async throws {
    let listener = try await ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup)
        .bind(host: "127.0.0.1", port: 0) { channel in
            channel.eventLoop.makeCompletedFuture {
                try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel)
            }
        }
    let port = try #require(listener.channel.localAddress?.port)
    try await withThrowingTaskGroup { group in
        group.addTask {
            try await listener.executeThenClose { connections in
                try await withThrowingDiscardingTaskGroup { echoes in
                    for try await connection in connections {
                        echoes.addTask {
                            try? await connection.executeThenClose { inbound, outbound in
                                for try await bytes in inbound { try await outbound.write(bytes) }
                            }
                        }
                    }
                }
            }
        }
        defer { group.cancelAll() }
        try await body(port)
    }
}

/// Runs a body with a proxy to the echo server.
private func withProxy(_ body: (NetworkFaultProxy) async throws -> Void) async throws {
    try await withEcho { port in
        let proxy = try await NetworkFaultProxy { port }
        try await withThrowingTaskGroup { group in
            group.addTask { try await proxy.run() }
            defer { group.cancelAll() }
            try await body(proxy)
        }
    }
}

private func talk<Value>(
    through proxy: NetworkFaultProxy,
    _ body: (
        inout NIOAsyncChannelInboundStream<ByteBuffer>.AsyncIterator,
        NIOAsyncChannelOutboundWriter<ByteBuffer>
    ) async throws -> Value
) async throws -> Value {
    let channel = try await ClientBootstrap(group: .singletonMultiThreadedEventLoopGroup)
        .connect(host: "127.0.0.1", port: proxy.port) { channel in
            channel.eventLoop.makeCompletedFuture {
                try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel)
            }
        }
    return try await channel.executeThenClose { inbound, outbound in
        var inbound = inbound.makeAsyncIterator()
        return try await body(&inbound, outbound)
    }
}

extension NIOAsyncChannelInboundStream<ByteBuffer>.AsyncIterator {
    /// The next bytes as text; `nil` if the connection ended.
    fileprivate mutating func text(isolation: isolated (any Actor)? = #isolation) async -> String? {
        try? await next(isolation: isolation).map(String.init(buffer:))
    }
}

@Suite(.timeLimit(.minutes(1))) struct `The network fault proxy` {
    @Test(arguments: [NetworkCondition.up, .slow])
    func `forwards bytes both ways`(condition: NetworkCondition) async throws {
        try await withProxy { proxy in
            proxy.set(condition)
            try await talk(through: proxy) { inbound, outbound in
                try await outbound.write(ByteBuffer(string: "xin chào"))
                #expect(await inbound.text() == "xin chào")
            }
        }
    }

    @Test func `closes connections while the network is down, and accepts them when it is up again`()
        async throws
    {
        try await withProxy { proxy in
            try await talk(through: proxy) { inbound, outbound in
                try await outbound.write(ByteBuffer(string: "a"))
                #expect(await inbound.text() == "a")
                proxy.set(.down)
                #expect(await inbound.text() == nil)
            }
            try await talk(through: proxy) { inbound, _ in #expect(await inbound.text() == nil) }
            proxy.set(.up)
            try await talk(through: proxy) { inbound, outbound in
                try await outbound.write(ByteBuffer(string: "b"))
                #expect(await inbound.text() == "b")
            }
        }
    }

    @Test
    func `loses responses only after the handshake, and closes the connection when the network is up again`()
        async throws
    {
        try await withProxy { proxy in
            proxy.set(.responsesLost)
            try await talk(through: proxy) { inbound, outbound in
                try await outbound.write(ByteBuffer(string: "hello"))
                #expect(await inbound.text() == "hello")
                try await outbound.write(ByteBuffer(string: "request"))
                proxy.set(.up)
                #expect(await inbound.text() == nil)
            }
        }
    }
}
