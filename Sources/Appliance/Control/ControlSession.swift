import NIOCore

/// The server's end of one connection: one request at a time, its answer written before the next is read.
///
/// Lives on its channel's event loop. While an answer is made or not yet taken, nothing more is read, so a
/// client can neither pile up requests nor answers.
final class ControlSession: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    /// Bytes of the longest request: a scan of 4,096 bytes in base64 fits many times.
    static let longestLine = 64 * 1024

    private let isSeated: Bool
    private let handler: @Sendable (ControlRequest) async -> ControlReply
    private var lines = LineBuffer(limit: longestLine)
    private var isAnswering = false
    /// The client waits for us.
    private var isThinking = false
    private var isInputEnded = false
    /// The last word is said; whatever else comes is dropped.
    private var isEnding = false
    /// Writes events, when that was the answer; then nothing more is read.
    private var streaming: Task<Void, Never>?
    /// A sign of life that was not taken yet.
    private var isKnocking = false

    init(isSeated: Bool, handler: @escaping @Sendable (ControlRequest) async -> ControlReply) {
        self.isSeated = isSeated
        self.handler = handler
    }

    func channelActive(context: ChannelHandlerContext) {
        if !isSeated { end(context, saying: "too many clients; try again") }
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard !isEnding else { return }
        lines.append(unwrapInboundIn(data))
        proceed(context)
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if event is IdleStateHandler.IdleStateEvent {
            // How long we take is not the client's fault.
            if isThinking { return }
            // Such as a client that never reads its answer; one that waits for events is knocked at.
            streaming != nil && !isKnocking ? knock(context) : context.close(promise: nil)
        } else if case .inputClosed? = event as? ChannelEvent {
            isInputEnded = true
            if isEnding { return context.close(promise: nil) }
            streaming == nil ? proceed(context) : context.close(promise: nil)
        }
    }

    func channelInactive(context: ChannelHandlerContext) {
        streaming?.cancel()
        context.fireChannelInactive()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }

    private func proceed(_ context: ChannelHandlerContext) {
        guard !isAnswering else { return }
        do throws(LineBuffer.TooLong) {
            if let line = try lines.next() {
                answer(line, context)
            } else if isInputEnded {
                context.close(promise: nil)
            }
        } catch {
            end(context, saying: "a line holds at most \(Self.longestLine) bytes")
        }
    }

    private func answer(_ line: [UInt8], _ context: ChannelHandlerContext) {
        pause(context, true)
        isThinking = true
        let reply = context.eventLoop.makeFutureWithTask { [handler] in
            do throws(ControlFault) {
                return await handler(try ControlRequest(line: line))
            } catch {
                return ControlReply.failure(error.description)
            }
        }
        reply.assumeIsolated()
            .flatMap { reply in
                self.isThinking = false
                return context.writeAndFlush(NIOAny(reply.buffer)).assumeIsolated().map { reply }
                    .nonisolated()
            }
            .whenSuccess { reply in
                if let stream = reply.stream { return self.tell(stream, context) }
                self.pause(context, false)
                self.proceed(context)
            }
    }

    private func tell(_ stream: @escaping ControlReply.Stream, _ context: ChannelHandlerContext) {
        guard !isInputEnded else { return context.close(promise: nil) }
        let channel = context.channel
        // Unstructured on purpose: it lives as long as the connection, whose end cancels it.
        streaming = Task {
            try? await stream { line in
                try await channel.writeAndFlush(ByteBuffer(bytes: line + [UInt8(ascii: "\n")]))
            }
            channel.close(promise: nil)
        }
    }

    private func knock(_ context: ChannelHandlerContext) {
        isKnocking = true
        context.writeAndFlush(NIOAny(ByteBuffer(bytes: [UInt8(ascii: "\n")]))).assumeIsolated()
            .whenComplete { _ in self.isKnocking = false }
    }

    private func pause(_ context: ChannelHandlerContext, _ isPaused: Bool) {
        isAnswering = isPaused
        // Fails only on a channel that is closed already.
        try? context.channel.syncOptions?.setOption(.autoRead, value: !isPaused)
    }

    /// Says why, and closes when the client has gone, or after a while.
    ///
    /// Closing with something unread would reset the connection, and the reason would be lost on its way.
    private func end(_ context: ChannelHandlerContext, saying why: String) {
        isAnswering = true
        isEnding = true
        context.writeAndFlush(NIOAny(ControlReply.failure(why).buffer), promise: nil)
        context.close(mode: .output, promise: nil)
        let channel = context.channel
        context.eventLoop.scheduleTask(in: Self.farewell) { channel.close(promise: nil) }
    }

    private static let farewell = TimeAmount.seconds(1)
}
