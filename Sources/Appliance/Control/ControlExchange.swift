import NIOCore

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// The client's end of a connection: sends a line, and waits for one, and perhaps for events behind it.
///
/// Lives on its channel's event loop.
final class ControlExchange: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    private let question: [UInt8]
    private let answer: EventLoopPromise<ControlAnswer>
    private var lines = LineBuffer(limit: 4 * 1024 * 1024)
    private let follower: (any LineFollower)?
    private var isAnswered = false

    init(
        of question: [UInt8], _ answer: EventLoopPromise<ControlAnswer>,
        then follower: (any LineFollower)? = nil
    ) {
        self.question = question
        self.answer = answer
        self.follower = follower
    }

    func channelActive(context: ChannelHandlerContext) {
        context.writeAndFlush(
            NIOAny(ByteBuffer(bytes: question + [UInt8(ascii: "\n")])), promise: nil)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        lines.append(unwrapInboundIn(data))
        do {
            try readOn()
        } catch is LineBuffer.TooLong {
            fail(ControlFault.garbled("a line without end"))
        } catch {
            fail(error)
        }
    }

    func channelInactive(context: ChannelHandlerContext) {
        // Has no effect on an answer that was complete.
        answer.fail(ControlFault.garbled("it ends in the middle"))
        follower?.end(nil)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { fail(error) }

    private func fail(_ error: any Error) {
        answer.fail(error)
        follower?.end(error)
    }

    private func readOn() throws {
        while let line = try lines.next() {
            if isAnswered {
                if !line.isEmpty { try follower?.take(line) }
            } else {
                answer.succeed(try ControlAnswer(line: line))
                isAnswered = true
            }
        }
    }
}

/// Takes the lines of events that follow an answer.
protocol LineFollower: Sendable {
    func take(_ line: [UInt8]) throws
    /// There are no more; with what went wrong, if anything did.
    func end(_ error: (any Error)?)
}

/// Events on their way to one reader.
struct ControlFollower<Event: Decodable & Sendable>: LineFollower {
    private let continuation: AsyncThrowingStream<Event, any Error>.Continuation

    init(_ continuation: AsyncThrowingStream<Event, any Error>.Continuation) {
        self.continuation = continuation
    }

    func take(_ line: [UInt8]) throws {
        guard let event = try? JSONDecoder().decode(Event.self, from: Data(line)) else {
            throw ControlFault.garbled("a line is no \(Event.self)")
        }
        continuation.yield(event)
    }

    func end(_ error: (any Error)?) { continuation.finish(throwing: error) }
}
