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
    private var isInputEnded = false

    init(isSeated: Bool, handler: @escaping @Sendable (ControlRequest) async -> ControlReply) {
        self.isSeated = isSeated
        self.handler = handler
    }

    func channelActive(context: ChannelHandlerContext) {
        if !isSeated { end(context, saying: "too many clients; try again") }
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard isSeated else { return }
        lines.append(unwrapInboundIn(data))
        proceed(context)
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if event is IdleStateHandler.IdleStateEvent {
            // Such as a client that never reads its answer.
            context.close(promise: nil)
        } else if case .inputClosed? = event as? ChannelEvent {
            isInputEnded = true
            proceed(context)
        }
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
        let reply = context.eventLoop.makeFutureWithTask { [handler] in
            do throws(ControlFault) {
                return await handler(try ControlRequest(line: line)).buffer
            } catch {
                return ControlReply.failure(error.description).buffer
            }
        }
        reply.assumeIsolated()
            .flatMap { context.writeAndFlush(NIOAny($0)) }
            .whenSuccess {
                self.pause(context, false)
                self.proceed(context)
            }
    }

    private func pause(_ context: ChannelHandlerContext, _ isPaused: Bool) {
        isAnswering = isPaused
        // Fails only on a channel that is closed already.
        try? context.channel.syncOptions?.setOption(.autoRead, value: !isPaused)
    }

    private func end(_ context: ChannelHandlerContext, saying why: String) {
        isAnswering = true
        context.writeAndFlush(NIOAny(ControlReply.failure(why).buffer)).assumeIsolated().whenComplete { _ in
            context.close(promise: nil)
        }
    }
}
