/// Normalises what people type and scanners send to upper-case ASCII, the alphabet of every code (domain.md
/// 2.3).
enum CodeText {
    /// A longer text is no code.
    static let maxScalarCount = 128

    enum Outcome {
        case text([UInt8])
        case tooLong
        /// It holds a character that occurs in no code, such as `Đ`, a Cyrillic look-alike, or a control
        /// character.
        case foreignCharacter
    }

    /// Drops spaces, maps look-alike dashes and full-width characters, and upper-cases; guesses nothing else.
    static func canonical(_ text: String) -> Outcome {
        var bytes: [UInt8] = []
        for (position, scalar) in text.unicodeScalars.enumerated() {
            if position == maxScalarCount { return .tooLong }
            switch scalar.value {
            case 0x61...0x7A:
                bytes.append(UInt8(scalar.value) - 0x20)
            case 0x21...0x7E:
                bytes.append(UInt8(scalar.value))
            case 0xFF01...0xFF5E:  // full-width forms
                let ascii = UInt8(scalar.value - 0xFEE0)
                bytes.append((0x61...0x7A).contains(ascii) ? ascii - 0x20 : ascii)
            case 0x2010...0x2015, 0x2043, 0x2212, 0xFE58, 0xFE63:
                bytes.append(UInt8(ascii: "-"))
            case 0x2044, 0x2215:
                bytes.append(UInt8(ascii: "/"))
            case 0x09, 0x0A, 0x0D, 0x20, 0xA0, 0x2000...0x200D, 0x202F, 0x205F, 0x2060, 0x3000, 0xFEFF:
                continue
            default:
                return .foreignCharacter
            }
        }
        return .text(bytes)
    }
}

extension UInt8 {
    var isDigit: Bool { (0x30...0x39).contains(self) }
    var isUpperLetter: Bool { (0x41...0x5A).contains(self) }
    var isUpperLetterOrDigit: Bool { isDigit || isUpperLetter }
    /// The value of a hexadecimal digit.
    var hexadecimalValue: UInt8? {
        switch self {
        case 0x30...0x39: self - 0x30
        case 0x41...0x46: self - 0x41 + 10
        case 0x61...0x66: self - 0x61 + 10
        default: nil
        }
    }
}

extension Collection<UInt8> {
    var isAllDigits: Bool { !isEmpty && allSatisfy(\.isDigit) }

    /// The number that these digits write; `nil` unless there are one to nine digits.
    var decimalValue: Int? {
        guard isAllDigits, count <= 9 else { return nil }
        return reduce(0) { $0 * 10 + Int($1 - 0x30) }
    }

    var text: String { String(decoding: self, as: UTF8.self) }
}
