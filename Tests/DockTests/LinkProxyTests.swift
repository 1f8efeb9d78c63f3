import Dock
import NIOCore
import NIOPosix
import Testing

/// A server on loopback that answers every line it gets with the same line.
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

/// Runs a body with a cable to the echo, and a way to open a connection through it.
private func withCable(_ body: (LinkProxy) async throws -> Void) async throws {
    try await withEcho { port in
        let cable = try await LinkProxy { port }
        try await withThrowingTaskGroup { group in
            group.addTask { try await cable.run() }
            defer { group.cancelAll() }
            try await body(cable)
        }
    }
}

private func talk<Value>(
    through cable: LinkProxy,
    _ body: (
        inout NIOAsyncChannelInboundStream<ByteBuffer>.AsyncIterator,
        NIOAsyncChannelOutboundWriter<ByteBuffer>
    ) async throws -> Value
) async throws -> Value {
    let channel = try await ClientBootstrap(group: .singletonMultiThreadedEventLoopGroup)
        .connect(host: "127.0.0.1", port: cable.port) { channel in
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
    /// The next piece as text; nothing when the connection ended, however.
    fileprivate mutating func text(isolation: isolated (any Actor)? = #isolation) async -> String? {
        try? await next(isolation: isolation).map(String.init(buffer:))
    }
}

@Suite(.timeLimit(.minutes(1))) struct `The cable to the central system` {
    @Test(arguments: [LinkCondition.up, .slow])
    func `carries bytes both ways`(condition: LinkCondition) async throws {
        try await withCable { cable in
            cable.become(condition)
            try await talk(through: cable) { inbound, outbound in
                try await outbound.write(ByteBuffer(string: "xin chào"))
                #expect(await inbound.text() == "xin chào")
            }
        }
    }

    @Test func `is cut and stays cut until it is up again`() async throws {
        try await withCable { cable in
            try await talk(through: cable) { inbound, outbound in
                try await outbound.write(ByteBuffer(string: "a"))
                #expect(await inbound.text() == "a")
                cable.become(.down)
                #expect(await inbound.text() == nil)
            }
            try await talk(through: cable) { inbound, _ in #expect(await inbound.text() == nil) }
            cable.become(.up)
            try await talk(through: cable) { inbound, outbound in
                try await outbound.write(ByteBuffer(string: "b"))
                #expect(await inbound.text() == "b")
            }
        }
    }

    @Test func `loses answers only after the handshake, and cuts who lost some when it is up again`()
        async throws
    {
        try await withCable { cable in
            cable.become(.answersLost)
            try await talk(through: cable) { inbound, outbound in
                try await outbound.write(ByteBuffer(string: "hello"))
                #expect(await inbound.text() == "hello")
                try await outbound.write(ByteBuffer(string: "request"))
                cable.become(.up)
                #expect(await inbound.text() == nil)
            }
        }
    }
}
