import KioskCore

/// The frame's words in one language, from `Strings/*.txt`.
struct Phrases: Sendable {
    static let table = StringTable(
        vietnamese: PackageResources.vi_txt, english: PackageResources.en_txt)

    let language: Language

    init(_ language: Language) { self.language = language }

    func callAsFunction(_ key: String, _ places: KeyValuePairs<String, String> = [:]) -> String {
        Self.table.text(key, in: language, places)
    }
}
