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

    /// The next token of `bytes` from `index`, which moves behind it; `nil` if the piece is used up.
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

/// How many bytes belong to a command, told from its first ones.
enum ESCPOSHeader {
    enum Shape: Equatable {
        /// More bytes are needed to tell.
        case incomplete
        /// The header ends here and so many bytes of data follow.
        case complete(data: Int)
        /// The header ends here and data follows up to a NUL.
        case untilNUL
        case unknown
    }

    /// Judges the bytes since the last command's end; never more than `longest` of them are needed.
    static func shape(of header: [UInt8]) -> Shape {
        switch header[0] {
        case ControlByte.esc: header.count < 2 ? .incomplete : escape(header)
        case ControlByte.gs: header.count < 2 ? .incomplete : group(header)
        case ControlByte.fs: header.count < 2 ? .incomplete : file(header)
        case ControlByte.dle: header.count < 2 ? .incomplete : realTime(header)
        default: .complete(data: 0)
        }
    }

    /// A header of so many bytes, then data that they count.
    private static func fixed(_ header: [UInt8], _ length: Int, data: ([UInt8]) -> Int = { _ in 0 }) -> Shape
    {
        header.count < length ? .incomplete : .complete(data: data(header))
    }

    private static func word(_ h: [UInt8], _ index: Int) -> Int { Int(h[index]) | Int(h[index + 1]) << 8 }

    private static func escape(_ h: [UInt8]) -> Shape {
        switch h[1] {
        case UInt8(ascii: "@"), UInt8(ascii: "2"), UInt8(ascii: "L"), UInt8(ascii: "S"), UInt8(ascii: "i"),
            UInt8(ascii: "m"), UInt8(ascii: "v"), UInt8(ascii: "<"), 0x0C:
            fixed(h, 2)
        case UInt8(ascii: "!"), UInt8(ascii: " "), UInt8(ascii: "%"), UInt8(ascii: "-"), UInt8(ascii: "3"),
            UInt8(ascii: "="), UInt8(ascii: "?"), UInt8(ascii: "E"), UInt8(ascii: "G"), UInt8(ascii: "J"),
            UInt8(ascii: "K"), UInt8(ascii: "M"), UInt8(ascii: "R"), UInt8(ascii: "T"), UInt8(ascii: "U"),
            UInt8(ascii: "V"), UInt8(ascii: "a"), UInt8(ascii: "d"), UInt8(ascii: "e"), UInt8(ascii: "r"),
            UInt8(ascii: "t"), UInt8(ascii: "u"), UInt8(ascii: "{"):
            fixed(h, 3)
        case UInt8(ascii: "$"), UInt8(ascii: "\\"), UInt8(ascii: "c"): fixed(h, 4)
        case UInt8(ascii: "p"): fixed(h, 5)
        case UInt8(ascii: "W"): fixed(h, 10)
        case UInt8(ascii: "*"): fixed(h, 5) { word($0, 3) * ($0[2] >= 32 ? 3 : 1) }
        case UInt8(ascii: "D"): .untilNUL
        default: .unknown
        }
    }

    private static func group(_ h: [UInt8]) -> Shape {
        switch h[1] {
        case UInt8(ascii: ":"): fixed(h, 2)
        case UInt8(ascii: "!"), UInt8(ascii: "/"), UInt8(ascii: "B"), UInt8(ascii: "E"), UInt8(ascii: "H"),
            UInt8(ascii: "I"), UInt8(ascii: "T"), UInt8(ascii: "a"), UInt8(ascii: "b"), UInt8(ascii: "f"),
            UInt8(ascii: "h"), UInt8(ascii: "r"), UInt8(ascii: "w"):
            fixed(h, 3)
        case UInt8(ascii: "$"), UInt8(ascii: "L"), UInt8(ascii: "P"), UInt8(ascii: "W"), UInt8(ascii: "\\"):
            fixed(h, 4)
        case UInt8(ascii: "^"), UInt8(ascii: "z"): fixed(h, 5)
        case UInt8(ascii: "g"): fixed(h, 6)
        case UInt8(ascii: "V"):
            h.count < 3 ? .incomplete : fixed(h, h[2] < 0x20 || h[2] == 48 || h[2] == 49 ? 3 : 4)
        case UInt8(ascii: "v"): fixed(h, 8) { word($0, 4) * word($0, 6) }
        case UInt8(ascii: "("): fixed(h, 5) { word($0, 3) }
        case UInt8(ascii: "8"): fixed(h, 7) { word($0, 3) | word($0, 5) << 16 }
        case UInt8(ascii: "*"): fixed(h, 4) { Int($0[2]) * Int($0[3]) * 8 }
        case UInt8(ascii: "k"):
            h.count < 3
                ? .incomplete : h[2] <= 6 ? .untilNUL : fixed(h, 4) { Int($0[3]) }
        default: .unknown
        }
    }

    private static func file(_ h: [UInt8]) -> Shape {
        switch h[1] {
        case UInt8(ascii: "&"), UInt8(ascii: "."): fixed(h, 2)
        case UInt8(ascii: "!"), UInt8(ascii: "-"), UInt8(ascii: "C"), UInt8(ascii: "W"): fixed(h, 3)
        case UInt8(ascii: "S"), UInt8(ascii: "p"): fixed(h, 4)
        case UInt8(ascii: "("): fixed(h, 5) { word($0, 3) }
        default: .unknown
        }
    }

    private static func realTime(_ h: [UInt8]) -> Shape {
        switch h[1] {
        case ControlByte.eot: h.count < 3 ? .incomplete : fixed(h, h[2] == 7 || h[2] == 8 ? 4 : 3)
        case ControlByte.enq: fixed(h, 3)
        case ControlByte.dc4:
            h.count < 3 ? .incomplete : fixed(h, h[2] == 8 ? ESCPOS.clearByDC4.count : 5)
        default: .unknown
        }
    }
}
