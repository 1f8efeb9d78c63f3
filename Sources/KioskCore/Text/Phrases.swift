/// A string table in one language.
public struct Phrases: Sendable {
    public let language: Language
    private let table: StringTable

    public init(_ table: StringTable, in language: Language) {
        self.table = table
        self.language = language
    }

    public func callAsFunction(_ key: String, _ places: KeyValuePairs<String, String> = [:]) -> String {
        table.text(key, in: language, places)
    }
}
