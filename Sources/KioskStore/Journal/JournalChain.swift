internal import Crypto

/// One entry of the journal, as the central contract's `JournalRecord` says it.
public struct JournalEntry: Hashable, Sendable {
    /// From 1, without gaps.
    public var sequence: Int64
    /// The `JournalEvent` as the exact JSON text that was hashed.
    public var event: String
    /// The hash of the entry before, 64 hexadecimal digits; 64 zeros before the first.
    public var previousHash: String
    public var hash: String

    public init(sequence: Int64, event: String, previousHash: String, hash: String) {
        self.sequence = sequence
        self.event = event
        self.previousHash = previousHash
        self.hash = hash
    }
}

/// What the centre has not acknowledged yet, in order.
public struct PendingJournal: Hashable, Sendable {
    public var journal: String
    public var entries: [JournalEntry]
}

/// Whether every stored entry still follows from the one before.
public enum ChainReport: Hashable, Sendable {
    case intact(entries: Int)
    /// The first entry that does not fit.
    case broken(at: Int64)
}

/// The hash chain: SHA-256 over the hash before, a newline, the sequence, a newline, and the event.
enum JournalChain {
    /// What stands before the first entry.
    static let genesis = String(repeating: "0", count: 64)

    static func hash(after previous: String, sequence: Int64, event: String) -> String {
        hexadecimal(SHA256.hash(data: Array("\(previous)\n\(sequence)\n\(event)".utf8)))
    }

    static func holds(_ entry: JournalEntry) -> Bool {
        entry.hash == hash(after: entry.previousHash, sequence: entry.sequence, event: entry.event)
    }

    static func hexadecimal(_ bytes: some Sequence<UInt8>) -> String {
        let digits = Array("0123456789abcdef".utf8)
        return String(
            decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }
}
