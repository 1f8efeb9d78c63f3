internal import CentralContract
internal import Crypto
internal import GRDB
internal import KioskCore

/// Whether every stored entry still follows from the one before.
public enum ChainReport: Hashable, Sendable {
    case intact(entries: Int)
    /// The first entry that does not fit.
    case broken(at: Int64)
}

/// The hash chain: each entry's SHA-256 covers the hash before (`JournalEntry.hashedText`).
///
/// A value of it is a place in the chain, from which it is followed piece by piece.
struct JournalChain: Hashable {
    static func hash(after previous: String, sequence: Int64, event: String) -> String {
        let text = JournalEntry.hashedText(previousHash: previous, sequence: sequence, event: event)
        return Array(SHA256.hash(data: Array(text.utf8))).hexadecimal
    }

    static func holds(_ entry: JournalEntry) -> Bool {
        entry.hash == hash(after: entry.previousHash, sequence: entry.sequence, event: entry.event)
    }

    private var name: String
    private var sequence: Int64
    private var hash: String

    /// The chain's beginning: the last entry that was deleted.
    init(_ head: JournalHead) { (name, sequence, hash) = (head.name, head.pruned, head.prunedHash) }

    /// Follows the chain for at most so many entries, from its beginning if the journal changed meanwhile.
    ///
    /// - Returns: `nil` if there is more to follow.
    mutating func follow(limit: Int, in db: Database) throws -> ChainReport? {
        let head = try JournalHead(db)
        if head.name != name || head.pruned > sequence { self = JournalChain(head) }
        let entries = try Journal.entries(after: sequence, limit: limit, in: db)
        for entry in entries {
            guard entry.sequence == sequence + 1, entry.previousHash == hash, Self.holds(entry) else {
                return .broken(at: sequence + 1)
            }
            (sequence, hash) = (entry.sequence, entry.hash)
        }
        guard sequence >= head.sequence else { return entries.isEmpty ? .broken(at: sequence + 1) : nil }
        guard sequence == head.sequence, hash == head.hash else { return .broken(at: head.sequence) }
        return .intact(entries: Int(head.sequence - head.pruned))
    }
}

extension KioskStore {
    /// Follows the whole chain, from the oldest stored entry to the newest.
    public func verifyChain() throws(StoreFault) -> ChainReport {
        try reading { db in
            var chain = JournalChain(try JournalHead(db))
            while true {
                if let report = try chain.follow(limit: 1000, in: db) { return report }
            }
        }
    }
}
