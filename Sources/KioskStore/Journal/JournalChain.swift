internal import CentralContract
internal import Crypto
internal import KioskCore

/// Whether every stored entry still follows from the one before.
public enum ChainReport: Hashable, Sendable {
    case intact(entries: Int)
    /// The first entry that does not fit.
    case broken(at: Int64)
}

/// The hash chain: SHA-256 over the hash before, a newline, the sequence, a newline, and the event.
enum JournalChain {
    static func hash(after previous: String, sequence: Int64, event: String) -> String {
        let text = JournalEntry.hashedText(previousHash: previous, sequence: sequence, event: event)
        return Array(SHA256.hash(data: Array(text.utf8))).hexadecimal
    }

    static func holds(_ entry: JournalEntry) -> Bool {
        entry.hash == hash(after: entry.previousHash, sequence: entry.sequence, event: entry.event)
    }
}
