import NIOCore

/// A line of the control protocol, without its end.
enum ControlLine: Hashable, Sendable {
    case complete([UInt8])
    /// Longer than the decoder's limit; whatever follows on the connection is discarded.
    case tooLong
}

/// Splits a stream of bytes into lines, and holds no more than one longest line.
struct ControlLineDecoder: NIOSingleStepByteToMessageDecoder {
    typealias InboundOut = ControlLine

    let maxByteCount: Int
    /// How many of the buffered bytes are known to contain no end of a line.
    private var searchedCount = 0
    private var isDiscarding = false

    init(maxByteCount: Int) { self.maxByteCount = maxByteCount }

    mutating func decode(buffer: inout ByteBuffer) -> ControlLine? {
        if isDiscarding {
            buffer.moveReaderIndex(to: buffer.writerIndex)
            return nil
        }
        let bytes = buffer.readableBytesView
        let end = bytes.dropFirst(searchedCount).firstIndex(of: UInt8(ascii: "\n"))
        let length = (end ?? bytes.endIndex) - bytes.startIndex
        guard length <= maxByteCount else {
            isDiscarding = true
            buffer.moveReaderIndex(to: buffer.writerIndex)
            return .tooLong
        }
        guard end != nil, let line = buffer.readBytes(length: length) else {
            searchedCount = length
            return nil
        }
        buffer.moveReaderIndex(forwardBy: 1)
        searchedCount = 0
        return .complete(line)
    }

    /// A line that the connection ends in the middle of is no line.
    mutating func decodeLast(buffer: inout ByteBuffer, seenEOF: Bool) -> ControlLine? {
        if let line = decode(buffer: &buffer) { return line }
        buffer.moveReaderIndex(to: buffer.writerIndex)
        return nil
    }
}

/// A connection that receives lines; they are sent through its channel.
typealias ControlConnection = NIOAsyncChannel<ControlLine, Never>

extension ControlConnection {
    typealias Lines = NIOAsyncChannelInboundStream<ControlLine>.AsyncIterator

    /// Must be called on the channel's event loop.
    static func wrapping(_ channel: any Channel, maxByteCount: Int) throws -> ControlConnection {
        try channel.pipeline.syncOperations.addHandler(
            ByteToMessageHandler(ControlLineDecoder(maxByteCount: maxByteCount)))
        return try ControlConnection(wrappingChannelSynchronously: channel)
    }
}

extension Channel {
    /// Sends a line; returns when the kernel has all of it.
    func writeLine(_ line: [UInt8]) async throws {
        try await writeAndFlush(ByteBuffer(bytes: line + [UInt8(ascii: "\n")]))
    }

    /// Closes the connection unless the body ends within a time; the body then finds it closed.
    func closing<Value>(after limit: Duration, unlessEnded body: () async throws -> Value) async rethrows
        -> Value
    {
        let alarm = eventLoop.scheduleTask(in: TimeAmount(limit)) { self.close(promise: nil) }
        defer { alarm.cancel() }
        return try await body()
    }
}
