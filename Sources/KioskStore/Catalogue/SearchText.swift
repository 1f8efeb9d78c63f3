/// Text folded for searching: lower case, no diacritics, đ as d, only words of letters and digits.
enum SearchText {
    /// The folded words joined by single spaces; the same for NFC and NFD.
    static func fold(_ text: String) -> String {
        var folded = String.UnicodeScalarView()
        for scalar in text.lowercased().unicodeScalars {
            if (0x300...0x36f).contains(scalar.value) { continue }
            let plain = base[scalar] ?? scalar
            if plain.properties.isAlphabetic || plain.properties.numericType != nil {
                folded.append(plain)
            } else if folded.last != " " {
                folded.append(" ")
            }
        }
        return String(folded).split(separator: " ").joined(separator: " ")
    }

    /// What each Vietnamese letter is without its marks.
    private static let base: [Unicode.Scalar: Unicode.Scalar] = {
        let letters: KeyValuePairs<Unicode.Scalar, String> = [
            "a": "àáảãạăằắẳẵặâầấẩẫậ", "d": "đ", "e": "èéẻẽẹêềếểễệ", "i": "ìíỉĩị",
            "o": "òóỏõọôồốổỗộơờớởỡợ", "u": "ùúủũụưừứửữự", "y": "ỳýỷỹỵ",
        ]
        var table: [Unicode.Scalar: Unicode.Scalar] = [:]
        for (plain, marked) in letters {
            for scalar in marked.unicodeScalars { table[scalar] = plain }
        }
        return table
    }()
}
