import NIOCore

/// Cuts a stream of bytes into lines, and refuses to hold a line without end.
struct LineBuffer {
    /// Bytes of the longest line.
    let limit: Int
    private var bytes = ByteBuffer()
    /// How many of the bytes are known to hold no line's end.
    private var searched = 0

    struct TooLong: Error {}

    init(limit: Int) { self.limit = limit }

    mutating func append(_ chunk: ByteBuffer) {
        bytes.writeImmutableBuffer(chunk)
        bytes.discardReadBytes()
    }

    /// The next whole line without its end; nothing while it is not complete.
    mutating func next() throws(TooLong) -> [UInt8]? {
        let view = bytes.readableBytesView
        guard let end = view.dropFirst(searched).firstIndex(of: UInt8(ascii: "\n")) else {
            searched = view.count
            guard searched <= limit else { throw TooLong() }
            return nil
        }
        searched = 0
        let length = end - view.startIndex
        guard length <= limit, let line = bytes.readBytes(length: length) else { throw TooLong() }
        bytes.moveReaderIndex(forwardBy: 1)
        return line
    }
}
