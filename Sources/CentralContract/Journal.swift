/// The body of `POST /v1/journal`: entries that the centre has not acknowledged yet, in order.
public struct JournalUpload: Hashable, Sendable, Codable {
    /// Which journal this is: a new one begins when a kiosk's store had to be replaced.
    public var journal: String
    public var entries: [JournalEntry]

    public init(journal: String, entries: [JournalEntry]) {
        self.journal = journal
        self.entries = entries
    }
}

/// One entry of a kiosk's hash-chained journal.
public struct JournalEntry: Hashable, Sendable, Codable {
    /// From 1, without gaps.
    public var sequence: Int64
    /// The `JournalEvent` as the exact JSON text that was stored and hashed.
    public var event: String
    /// The hash of the entry before, 64 hexadecimal digits; 64 zeros before the first.
    public var previousHash: String
    /// SHA-256 over `previousHash`, a newline, `sequence` in decimal, a newline, and `event`, in hexadecimal.
    public var hash: String

    public init(sequence: Int64, event: String, previousHash: String, hash: String) {
        self.sequence = sequence
        self.event = event
        self.previousHash = previousHash
        self.hash = hash
    }

    /// The previous hash of the first entry.
    public static let genesis = String(repeating: "0", count: 64)

    /// What the hash of an entry is taken over.
    public static func hashedText(previousHash: String, sequence: Int64, event: String) -> String {
        "\(previousHash)\n\(sequence)\n\(event)"
    }
}

/// The response: every entry up to and including this sequence is stored at the centre.
public struct JournalReceipt: Hashable, Sendable, Codable {
    public var acknowledged: Int64

    public init(acknowledged: Int64) { self.acknowledged = acknowledged }
}
