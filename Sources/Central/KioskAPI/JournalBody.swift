import CentralContract

/// ``JournalUpload`` as it is received: strict about keys, every value bounded.
struct JournalBody: StrictBody {
    /// Bytes of the longest body; a kiosk sends the rest in the next one.
    static let maxByteCount = 4 << 20
    static let maxEntryCount = 500
    /// In Unicode characters; a ticket's event takes about 500.
    static let maxEventLength = 4096
    /// What every JSON reader can hold exactly.
    static let maxSequence: Int64 = (1 << 53) - 1

    let upload: JournalUpload

    enum Keys: String, CodingKey, CaseIterable { case journal, entries }

    init(fields: KeyedDecodingContainer<Keys>) throws {
        let journal = try fields.decode(String.self, forKey: .journal)
        guard IdentifierFormat.kiosk.matches(journal) else { throw fields.invalidValue(.journal) }
        let entries = try fields.decode([Entry].self, forKey: .entries)
        guard entries.count <= Self.maxEntryCount else { throw fields.invalidValue(.entries) }
        upload = JournalUpload(journal: journal, entries: entries.map(\.entry))
    }

    private struct Entry: StrictBody {
        let entry: JournalEntry

        enum Keys: String, CodingKey, CaseIterable { case sequence, event, previousHash, hash }

        init(fields: KeyedDecodingContainer<Keys>) throws {
            entry = JournalEntry(
                sequence: try fields.decode(Int64.self, forKey: .sequence),
                event: try fields.decode(String.self, forKey: .event),
                previousHash: try fields.decode(String.self, forKey: .previousHash),
                hash: try fields.decode(String.self, forKey: .hash))
            guard (1...JournalBody.maxSequence).contains(entry.sequence) else {
                throw fields.invalidValue(.sequence)
            }
            guard (1...JournalBody.maxEventLength).contains(entry.event.unicodeScalars.count) else {
                throw fields.invalidValue(.event)
            }
            guard IdentifierFormat.hash.matches(entry.previousHash) else {
                throw fields.invalidValue(.previousHash)
            }
            guard IdentifierFormat.hash.matches(entry.hash) else { throw fields.invalidValue(.hash) }
        }
    }
}

extension KeyedDecodingContainer {
    func invalidValue(_ key: Key) -> DecodingError {
        .dataCorruptedError(forKey: key, in: self, debugDescription: "not in the required format")
    }
}
