internal import CentralContract
internal import Crypto

/// Whether every stored entry still follows from the one before.
public enum ChainReport: Hashable, Sendable {
    case intact(entries: Int)
    /// The first entry that does not fit.
    case broken(at: Int64)
}

/// The hash chain: SHA-256 over the hash before, a newline, the sequence, a newline, and the event.
enum JournalChain {
    static func hash(after previous: String, sequence: Int64, event: String) -> String {
        hexadecimal(
            SHA256.hash(
                data: Array(
                    JournalEntry.hashedText(previousHash: previous, sequence: sequence, event: event).utf8)))
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
