/// SQLite's write-ahead log, by its own checksums (sqlite.org/fileformat2.html#walformat).
///
/// SQLite ends the log silently at the first frame whose checksum is wrong. That is right after a power cut
/// in the middle of a commit, but a flipped byte further up would hide commits that were acknowledged, and
/// their numbers would be given again. So we look for commits behind the frame where SQLite will stop.
///
/// A commit that was killed half-way looks like one whose last frame is corrupt: its header is there, and the
/// page still has its old content. Only ``WriteAheadLogIndex`` can tell them apart, and only until the
/// machine stops.
struct WriteAheadLog {
    static let headerLength = 32
    private static let frameHeaderLength = 24

    let pageLength: Int
    private let isBigEndian: Bool
    let salts: ArraySlice<UInt8>
    private var sums: Sums
    private var isValidSoFar = true
    /// How many frames from the beginning are valid: what SQLite will read.
    private(set) var validFrames = 0
    /// How many commits lie behind them, where SQLite will not look.
    private(set) var hiddenCommits = 0

    /// `nil` if the header is not valid: SQLite will ignore the whole log.
    init?(header: [UInt8]) {
        guard header.count == Self.headerLength else { return nil }
        let magic = Self.number(header[0..<4])
        pageLength = Self.number(header[8..<12])
        isBigEndian = magic & 1 == 1
        salts = header[16..<24]
        sums = Sums()
        guard magic & ~1 == 0x377f_0682, (512...65536).contains(pageLength),
            pageLength & (pageLength - 1) == 0
        else { return nil }
        sums.add(header[0..<24], isBigEndian: isBigEndian)
        guard sums.bytes == header[24..<32] else { return nil }
    }

    var frameLength: Int { Self.frameHeaderLength + pageLength }

    /// Adds the next frame; one of another generation of the log ends the valid ones and is not counted.
    mutating func add(frame: [UInt8]) {
        guard frame.count == frameLength, frame[8..<16].elementsEqual(salts) else {
            isValidSoFar = false
            return
        }
        if isValidSoFar {
            sums.add(frame[0..<8], isBigEndian: isBigEndian)
            sums.add(frame[Self.frameHeaderLength...], isBigEndian: isBigEndian)
            isValidSoFar = sums.bytes == frame[16..<24]
        }
        let endsCommit = Self.number(frame[4..<8]) != 0
        if isValidSoFar { validFrames += 1 } else if endsCommit { hiddenCommits += 1 }
    }

    /// Whether SQLite will skip a commit that was acknowledged.
    ///
    /// - Parameters:
    ///   - index: `nil` if it is gone or cannot be read.
    ///   - isOfThisBoot: Whether the index was written since the machine started: after a power cut it may be
    ///     older than the log, so it can show that a commit is missing, but not that none is.
    func hidesCommits(_ index: WriteAheadLogIndex?, isOfThisBoot: Bool) -> Bool {
        guard let index, index.describes(self) else { return hiddenCommits > 0 }
        return index.frames > validFrames || hiddenCommits > (isOfThisBoot ? 1 : 0)
    }

    private static func number(_ bytes: ArraySlice<UInt8>) -> Int { bytes.reduce(0) { $0 << 8 | Int($1) } }

    /// The log's running checksum.
    private struct Sums {
        var first: UInt32 = 0
        var second: UInt32 = 0

        /// As the log stores them, whatever the byte order of what they were taken over.
        var bytes: ArraySlice<UInt8> {
            [first, second].flatMap { sum in [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: sum >> $0) } }[
                ...]
        }

        /// Adds a multiple of eight bytes.
        mutating func add(_ bytes: ArraySlice<UInt8>, isBigEndian: Bool) {
            var index = bytes.startIndex
            while index < bytes.endIndex {
                first &+= Self.word(bytes, index, isBigEndian) &+ second
                second &+= Self.word(bytes, index + 4, isBigEndian) &+ first
                index += 8
            }
        }

        private static func word(_ bytes: ArraySlice<UInt8>, _ index: Int, _ isBigEndian: Bool) -> UInt32 {
            let word =
                UInt32(bytes[index]) | UInt32(bytes[index + 1]) << 8 | UInt32(bytes[index + 2]) << 16
                | UInt32(bytes[index + 3]) << 24
            return isBigEndian ? word.byteSwapped : word
        }
    }
}

/// How far the log's commits go, as its last writer left it in shared memory (sqlite.org/walformat.html
/// §2.1).
///
/// SQLite itself discards it when the last process closes the file. It outlives a process that was killed,
/// and may be old after a power cut.
struct WriteAheadLogIndex {
    /// Two copies of the header, written one after the other.
    static let headerLength = 96
    private static let version = 3_007_000

    /// Frames of whole commits.
    let frames: Int
    private let salts: ArraySlice<UInt8>

    /// `nil` if its writer was interrupted, or never began.
    init?(header: [UInt8]) {
        guard header.count == Self.headerLength, header[..<48].elementsEqual(header[48...]) else {
            return nil
        }
        // In the machine's own byte order; on a big-endian machine the version differs, and the index is not
        // used.
        func number(_ offset: Int) -> Int {
            header[offset..<offset + 4].reversed().reduce(0) { $0 << 8 | Int($1) }
        }
        guard number(0) == Self.version, header[12] == 1 else { return nil }
        frames = number(16)
        salts = header[32..<40]
    }

    /// Whether it belongs to this generation of the log.
    func describes(_ log: WriteAheadLog) -> Bool { salts.elementsEqual(log.salts) }
}
