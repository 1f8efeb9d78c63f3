internal import FoundationEssentials
internal import KioskCore

/// Values as JSON text: sorted keys, so that the same value is always the same text.
enum JSONText {
    private static let encoder = {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return encoder
    }()
    private static let decoder = JSONDecoder()

    static func encode(_ value: some Encodable) throws -> String {
        String(decoding: try encoder.encode(value), as: UTF8.self)
    }

    static func decode<Value: Decodable>(_ type: Value.Type, from text: String) throws -> Value {
        try decoder.decode(type, from: Data(text.utf8))
    }
}

extension JournalEvent {
    /// Every event's JSON begins like this, because `at` is the first of the sorted keys.
    static let textStart = Array("{\"at\":".utf8)
}
