import KioskCore

/// Writes random codes of every shape, and writes them badly.
enum CodeWriter {
    static func code(using generator: inout SeededGenerator) -> String {
        func number(_ range: ClosedRange<Int>, digits: Int) -> String {
            let text = String(Int.random(in: range, using: &generator))
            return String(repeating: "0", count: max(0, digits - text.count)) + text
        }
        let year = Int.random(in: 2015...2025, using: &generator)
        if generator.next().isMultiple(of: 8) {
            return "\(number(1...99_999, digits: 5))/\(year)/\(number(0...99_999, digits: 5))"
        }
        let levelOne = ["H08", "H60", "G22", "A00", "Y99", "Z01"].randomElement(using: &generator) ?? "H08"
        let agency =
            switch Int.random(in: 0...3, using: &generator) {
            case 0: "000.\(number(0...99, digits: 2)).\(number(0...99, digits: 2)).\(levelOne)"
            case 1: levelOne
            case 2: "\(levelOne).\(number(1...99, digits: 2))"
            default: "\(levelOne).\(number(1...99, digits: 2)).0X.\(number(1...999, digits: 2))"
            }
        let month = number(1...12, digits: 2)
        let day = number(1...28, digits: 2)
        let isLong = Bool.random(using: &generator)
        let serial = number(1...9999, digits: Int.random(in: 4...7, using: &generator))
        return "\(agency)-\(isLong ? String(year) : String(year % 100))\(month)\(day)-\(serial)"
    }

    static func disguised(_ code: String, using generator: inout SeededGenerator) -> String {
        let dashes = ["-", "–", "—", "\u{2011}", "\u{2212}", "－", " - "]
        let blanks = ["", "", "", "", " ", "\u{A0}", "\u{200B}", "\t"]
        var text = ""
        for character in code {
            switch Int.random(in: 0...3, using: &generator) {
            case _ where character == "-": text += dashes.randomElement(using: &generator) ?? "-"
            case 0: text += character.lowercased()
            case 1:
                let wide = character.unicodeScalars.compactMap { Unicode.Scalar($0.value + 0xFEE0) }
                text.unicodeScalars.append(contentsOf: wide)
            default: text.append(character)
            }
            text += blanks.randomElement(using: &generator) ?? ""
        }
        return text + (Bool.random(using: &generator) ? "\r\n" : "")
    }
}
