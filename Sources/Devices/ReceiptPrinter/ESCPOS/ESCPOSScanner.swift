/// Finds where ESC/POS commands begin and end in a stream that comes in pieces.
///
/// It holds a header of a few bytes and a count, never the data, so a hostile stream cannot make it grow.
package struct ESCPOSScanner: Sendable {
    package enum Token: Hashable, Sendable {
        case command(ESCPOSCommand)
        /// Data of the last command: a range of the piece that was given.
        case data(Range<Int>)
    }

    private var header: [UInt8] = []
    private var dataLeft = 0
    private var awaitsNUL = false

    package init() {}

    /// Whether another command may be put in here.
    package var isAtBoundary: Bool { header.isEmpty && dataLeft == 0 && !awaitsNUL }

    /// Bytes of data still missing from the command under way.
    package var missingData: Int { dataLeft }

    /// The next token of `bytes` from `index`, which moves behind it; nil when the piece is used up.
    package mutating func next(in bytes: [UInt8], from index: inout Int) -> Token? {
        if dataLeft > 0, index < bytes.count {
            let end = min(bytes.count, index + dataLeft)
            defer { index = end }
            dataLeft -= end - index
            return .data(index..<end)
        }
        if awaitsNUL, index < bytes.count {
            let start = index
            while index < bytes.count, awaitsNUL {
                awaitsNUL = bytes[index] != ControlByte.nul
                index += 1
            }
            return .data(start..<index)
        }
        while index < bytes.count {
            header.append(bytes[index])
            index += 1
            if let command = completeHeader() { return .command(command) }
        }
        return nil
    }

    private mutating func completeHeader() -> ESCPOSCommand? {
        let command: ESCPOSCommand
        switch ESCPOSHeader.shape(of: header) {
        case .incomplete: return nil
        case .complete(let data):
            command = ESCPOSCommand(header: header)
            dataLeft = data
        case .untilNUL:
            command = ESCPOSCommand(header: header)
            awaitsNUL = true
        case .unknown:
            command = .unknown(introducer: header[0], header[1])
        }
        header.removeAll(keepingCapacity: true)
        return command
    }
}
