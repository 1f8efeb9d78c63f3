import CentralContract

/// ``JournalUpload`` as it comes in from outside: strict about keys, bounded in every direction.
struct JournalBody: StrictBody {
    /// No body is longer; a kiosk sends the rest in the next one.
    static let longest = 4 << 20
    static let mostEntries = 500
    /// In Unicode characters; a ticket's event takes about 500.
    static let longestEvent = 4096
    /// What every JSON reader can hold exactly.
    static let highestSequence: Int64 = (1 << 53) - 1

    let upload: JournalUpload

    enum Keys: String, CodingKey, CaseIterable { case journal, entries }

    init(fields: KeyedDecodingContainer<Keys>) throws {
        let journal = try fields.decode(String.self, forKey: .journal)
        guard Shape.kiosk.matches(journal) else { throw fields.refusal(.journal) }
        let entries = try fields.decode([Entry].self, forKey: .entries)
        guard entries.count <= Self.mostEntries else { throw fields.refusal(.entries) }
        upload = JournalUpload(journal: journal, entries: entries.map(\.record))
    }

    private struct Entry: StrictBody {
        let record: JournalEntry

        enum Keys: String, CodingKey, CaseIterable { case sequence, event, previousHash, hash }

        init(fields: KeyedDecodingContainer<Keys>) throws {
            record = JournalEntry(
                sequence: try fields.decode(Int64.self, forKey: .sequence),
                event: try fields.decode(String.self, forKey: .event),
                previousHash: try fields.decode(String.self, forKey: .previousHash),
                hash: try fields.decode(String.self, forKey: .hash))
            guard (1...JournalBody.highestSequence).contains(record.sequence) else {
                throw fields.refusal(.sequence)
            }
            guard (1...JournalBody.longestEvent).contains(record.event.unicodeScalars.count) else {
                throw fields.refusal(.event)
            }
            guard Shape.hash.matches(record.previousHash) else { throw fields.refusal(.previousHash) }
            guard Shape.hash.matches(record.hash) else { throw fields.refusal(.hash) }
        }
    }
}

extension KeyedDecodingContainer {
    func refusal(_ key: Key) -> DecodingError {
        .dataCorruptedError(forKey: key, in: self, debugDescription: "not of the right shape")
    }
}
