/// What a scanner is set to send behind each code; at most one is taken off, and never white space at large.
public enum ScanSuffix: String, CaseIterable, Hashable, Sendable {
    case none, cr, lf, crlf, tab
    /// One of CR, LF and CRLF, for a scanner nobody has set up.
    case lineEnd = "line-end"

    func stripped(from bytes: [UInt8]) -> [UInt8] {
        let endings = endings
        guard
            let ending = endings.first(where: {
                bytes.count >= $0.count && bytes.suffix($0.count).elementsEqual($0)
            })
        else { return bytes }
        return Array(bytes.dropLast(ending.count))
    }

    /// Longest first.
    private var endings: [[UInt8]] {
        switch self {
        case .none: []
        case .cr: [[0x0D]]
        case .lf: [[0x0A]]
        case .crlf: [[0x0D, 0x0A]]
        case .tab: [[0x09]]
        case .lineEnd: [[0x0D, 0x0A], [0x0D], [0x0A]]
        }
    }

    /// Whether a byte behind another one completes the suffix.
    func ends(with byte: UInt8, after previous: UInt8?) -> Bool {
        switch self {
        case .none: false
        case .cr: byte == 0x0D
        case .lf: byte == 0x0A
        case .crlf: byte == 0x0A && previous == 0x0D
        case .tab: byte == 0x09
        case .lineEnd: byte == 0x0D || byte == 0x0A
        }
    }
}

/// How a stream of bytes without reports is cut into scans.
public enum ScanFraming: String, CaseIterable, Hashable, Sendable {
    /// Each scan ends with the suffix.
    case terminator
    /// Each scan ends with silence; a suffix is taken off. Codes may hold line ends.
    case gap
}
