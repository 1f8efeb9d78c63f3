import NIOCore

/// The client's end of a connection: waits for one line and the attachment behind it.
///
/// Lives on its channel's event loop.
final class ControlExchange: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    private static let largestAttachment = 64 * 1024 * 1024

    private let answer: EventLoopPromise<ControlAnswer>
    private var lines = LineBuffer(limit: 4 * 1024 * 1024)
    private var head: (line: [UInt8], size: Int)?
    private var attachment: [UInt8] = []

    init(_ answer: EventLoopPromise<ControlAnswer>) { self.answer = answer }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        lines.append(unwrapInboundIn(data))
        do {
            try readOn()
        } catch is LineBuffer.TooLong {
            answer.fail(ControlFault.garbled("a line without end"))
        } catch {
            answer.fail(error)
        }
    }

    func channelInactive(context: ChannelHandlerContext) {
        // Has no effect on an answer that was complete.
        answer.fail(ControlFault.garbled("it ends in the middle"))
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { answer.fail(error) }

    private func readOn() throws {
        if head == nil, let line = try lines.next() {
            let size = try ControlAnswer.attachmentSize(in: line)
            guard (0...Self.largestAttachment).contains(size) else {
                throw ControlFault.garbled("an attachment of \(size) bytes")
            }
            head = (line, size)
            attachment.reserveCapacity(size)
        }
        guard let head else { return }
        attachment += lines.takeRest(upTo: head.size - attachment.count)
        if attachment.count == head.size {
            answer.succeed(ControlAnswer(line: head.line, attachment: attachment))
        }
    }
}
