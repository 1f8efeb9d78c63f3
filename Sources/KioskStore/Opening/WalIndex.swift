/// How far the log's commits went, as its last writer noted it in shared memory (sqlite.org/walformat.html §2.1).
///
/// SQLite itself does not believe it once every process has gone. It outlives a process that was killed, and may be
/// old after a power cut.
struct WalIndex {
    /// Two copies of the header, written one after the other.
    static let headerLength = 96
    private static let version = 3_007_000

    /// Frames of whole commits.
    let frames: Int
    private let salts: ArraySlice<UInt8>

    /// Nothing when its writer was interrupted, or never began.
    init?(header: [UInt8]) {
        guard header.count == Self.headerLength, header[..<48].elementsEqual(header[48...]) else {
            return nil
        }
        // In the machine's own order; on a big-endian one the version is not found, and nothing is believed.
        func number(_ offset: Int) -> Int {
            header[offset..<offset + 4].reversed().reduce(0) { $0 << 8 | Int($1) }
        }
        guard number(0) == Self.version, header[12] == 1 else { return nil }
        frames = number(16)
        salts = header[32..<40]
    }

    /// Whether it speaks of this generation of the log.
    func isOf(_ log: WalFile) -> Bool { salts.elementsEqual(log.salts) }
}
