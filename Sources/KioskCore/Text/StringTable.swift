/// A language of the screens; Vietnamese is the authoritative one.
public enum Language: String, CaseIterable, Hashable, Sendable, Codable {
    case vietnamese = "vi"
    case english = "en"
}

/// The texts of one module in every language, read from its `Strings/*.txt` tables.
///
/// A table is lines of `key = text`; `#` begins a comment; `{name}` marks a place to fill; `\n` breaks a
/// line.
public struct StringTable: Sendable {
    private let texts: [Language: [String: String]]

    /// Reads the tables as embedded by the build.
    public init(vietnamese: [UInt8], english: [UInt8]) {
        texts = [.vietnamese: Self.parse(vietnamese), .english: Self.parse(english)]
    }

    /// The text of a key, in Vietnamese when the language lacks it, with its places filled.
    public func text(_ key: String, in language: Language, _ places: KeyValuePairs<String, String> = [:])
        -> String
    {
        guard let text = texts[language]?[key] ?? texts[.vietnamese]?[key] else { return "⟨\(key)⟩" }
        guard !places.isEmpty else { return text }
        // Once over the bytes: this is done for each frame, and what was filled in is not filled again.
        var filled: [UInt8] = []
        var rest = Array(text.utf8)[...]
        while let start = rest.firstIndex(of: UInt8(ascii: "{")),
            let end = rest[start...].firstIndex(of: UInt8(ascii: "}"))
        {
            filled += rest[..<start]
            let place = places.first { $0.key.utf8.elementsEqual(rest[(start + 1)..<end]) }
            if let place { filled += place.value.utf8 } else { filled += rest[start...end] }
            rest = rest[(end + 1)...]
        }
        return String(decoding: filled + rest, as: UTF8.self)
    }

    /// The keys a language has; for the test that compares the tables.
    public func keys(in language: Language) -> Set<String> { Set((texts[language] ?? [:]).keys) }

    /// The places (`{name}`) in a text; for the test that compares the tables.
    public func places(of key: String, in language: Language) -> Set<String> {
        guard let text = texts[language]?[key] else { return [] }
        return Set(
            text.split(separator: "{", omittingEmptySubsequences: false).dropFirst().compactMap {
                $0.split(separator: "}").first.map(String.init)
            })
    }

    private static func parse(_ bytes: [UInt8]) -> [String: String] {
        var table: [String: String] = [:]
        for line in String(decoding: bytes, as: UTF8.self).split(separator: "\n") where !line.hasPrefix("#") {
            guard let equals = line.firstIndex(of: "=") else { continue }
            let key = line[..<equals].trimmingSpaces()
            let text = line[line.index(after: equals)...].trimmingSpaces()
            table[String(key)] = String(text).replacing("\\n", with: "\n")
        }
        return table
    }
}

extension Substring {
    func trimmingSpaces() -> Substring {
        var rest = self
        while rest.first == " " { rest.removeFirst() }
        while rest.last == " " || rest.last == "\r" { rest.removeLast() }
        return rest
    }
}
