import Foundation

/// Reads a file line by line; memory stays flat whatever the file holds.
struct LineReader {
    /// A line: its bytes without the line end, or the fact that it was longer than any line may be.
    enum Line: Equatable {
        case bytes(Data)
        case tooLong
    }

    /// In bytes; the longest national package seen is a tenth of this.
    static let maxLineByteCount = 256 << 10
    private static let chunkByteCount = 1 << 20

    /// How much of the file has been read, 0 to 1.
    var fraction: Double { size == 0 ? 1 : min(1, Double(consumed) / Double(size)) }

    private let file: FileHandle
    private let size: UInt64
    private var consumed: UInt64 = 0
    private var buffer = Data()
    private var isAtEnd = false

    init(path: String) throws {
        file = try FileHandle(forReadingFrom: URL(fileURLWithPath: path))
        size = try file.seekToEnd()
        try file.seek(toOffset: 0)
    }

    mutating func next() throws -> Line? {
        var skipped = false
        while true {
            if let end = buffer.firstIndex(of: UInt8(ascii: "\n")) {
                let line = removeLine(through: end)
                return skipped || line.count > Self.maxLineByteCount ? .tooLong : .bytes(line)
            }
            if isAtEnd {
                guard !buffer.isEmpty || skipped else { return nil }
                let line = removeLine(through: buffer.endIndex)
                return skipped || line.count > Self.maxLineByteCount ? .tooLong : .bytes(line)
            }
            if buffer.count > Self.maxLineByteCount {
                skipped = true
                consumed += UInt64(buffer.count)
                buffer = Data()
            }
            try fill()
        }
    }

    private mutating func fill() throws {
        guard let more = try file.read(upToCount: Self.chunkByteCount), !more.isEmpty else {
            isAtEnd = true
            return
        }
        // A fresh buffer, so that it does not keep the lines that were returned already.
        buffer = Data(buffer) + more
    }

    /// Removes a line from the buffer and returns it without its line end.
    private mutating func removeLine(through end: Data.Index) -> Data {
        var line = buffer[..<end]
        buffer = buffer[min(end + 1, buffer.endIndex)...]
        consumed += UInt64(line.count + 1)
        if line.last == UInt8(ascii: "\r") { line = line.dropLast() }
        return line
    }
}
