import KioskCore

/// The dispenser's words in one language, from `Strings/*.txt`.
struct Phrases: Sendable {
    static let table = StringTable(
        vietnamese: PackageResources.vi_txt, english: PackageResources.en_txt)

    let language: Language

    init(_ language: Language) { self.language = language }

    func callAsFunction(_ key: String, _ places: KeyValuePairs<String, String> = [:]) -> String {
        Self.table.text(key, in: language, places)
    }
}

extension Phrases {
    func waiting(_ count: Int) -> String {
        count == 0 ? self("waiting.none") : self("waiting.some", ["count": "\(count)"])
    }

    func range(_ minutes: MinuteRange) -> String {
        self("waiting.range", ["least": "\(minutes.shortest)", "most": "\(minutes.longest)"])
    }
}
