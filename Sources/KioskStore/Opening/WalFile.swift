/// What SQLite's write-ahead log holds, by its own checksums (sqlite.org/fileformat2.html#walformat).
///
/// SQLite takes a log as ended at the first frame whose checksum is wrong, silently. That is right after
/// a power cut in the middle of a commit, but a flipped byte further up would hide commits that were
/// acknowledged. So we look whether commits lie behind the place where SQLite will stop.
///
/// A commit that was killed half-way looks like one whose last frame was damaged: its header is there, and over the
/// page lies what was there before. Only the ``WalIndex`` can tell them apart, and only until the machine stops.
struct WalFile {
    static let headerLength = 32
    private static let frameHeaderLength = 24

    let pageLength: Int
    private let isBigEndian: Bool
    let salts: ArraySlice<UInt8>
    private var sums: Sums
    private var isStillBelieved = true
    /// How many frames follow on one another without a fault.
    private(set) var framesBelieved = 0
    /// How many commits lie where SQLite will not look.
    private(set) var commitsHidden = 0

    /// Nothing when SQLite will not believe the header, and so ignore the whole log.
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

    /// Takes the next frame; one of another generation of the log says nothing.
    mutating func take(frame: [UInt8]) {
        guard frame.count == frameLength, frame[8..<16].elementsEqual(salts) else {
            isStillBelieved = false
            return
        }
        if isStillBelieved {
            sums.add(frame[0..<8], isBigEndian: isBigEndian)
            sums.add(frame[Self.frameHeaderLength...], isBigEndian: isBigEndian)
            isStillBelieved = sums.bytes == frame[16..<24]
        }
        let endsCommit = Self.number(frame[4..<8]) != 0
        if isStillBelieved { framesBelieved += 1 } else if endsCommit { commitsHidden += 1 }
    }

    /// Whether SQLite will pass over a commit that was acknowledged.
    ///
    /// - Parameters:
    ///   - index: Nothing where it is gone or cannot be read.
    ///   - isOfThisBoot: Whether the index was written since the machine started: after a power cut it may be older
    ///     than the log, and can only accuse.
    func hidesCommits(_ index: WalIndex?, isOfThisBoot: Bool) -> Bool {
        guard let index, index.isOf(self) else { return commitsHidden > 0 }
        return index.frames > framesBelieved || commitsHidden > (isOfThisBoot ? 1 : 0)
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
