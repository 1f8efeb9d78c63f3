/// Vietnamese text for searching and for drawing.
public enum VietnameseText {
    /// Folds a text for search: lower case, without diacritics, `đ` as `d`, punctuation as single spaces.
    ///
    /// Composed (NFC) and decomposed (NFD) input give the same; so do full-width letters and digits.
    public static func folded(_ text: String) -> String {
        var folded = String.UnicodeScalarView()
        var needsSpace = false
        func put(_ scalar: Unicode.Scalar) {
            if needsSpace && !folded.isEmpty { folded.append(" ") }
            needsSpace = false
            folded.append(scalar)
        }
        for scalar in text.unicodeScalars {
            if let ascii = asciiLetter(scalar) {
                put(ascii)
                continue
            }
            for lower in scalar.properties.lowercaseMapping.unicodeScalars {
                if lower.properties.generalCategory.isMark || lower.isInvisible { continue }
                if lower.properties.isAlphabetic || lower.properties.numericType != nil {
                    put(baseLetter(lower))
                } else {
                    needsSpace = true
                }
            }
        }
        return String(folded)
    }

    /// A text that is safe to draw: hostile characters marked `�`, line breaks and tabs as spaces.
    ///
    /// Control, bidirectional and tag characters never reach the screen or the paper (design, section 7), nor
    /// do piles of combining marks: three on a letter are more than any language of Vietnam needs.
    ///
    /// - Parameter limit: How many characters are kept; the rest becomes `…`.
    public static func visible(_ text: String, limit: Int = 4096) -> String {
        var scalars = String.UnicodeScalarView()
        var marks = 0
        for (position, scalar) in text.unicodeScalars.enumerated() {
            if position == limit {
                scalars.append("…")
                break
            }
            marks = scalar.properties.generalCategory.isMark ? marks + 1 : 0
            switch scalar.value {
            case 0x09, 0x0A, 0x0D, 0x2028, 0x2029: scalars.append(" ")
            case _ where scalar.isUnsafeToDraw: scalars.append("\u{FFFD}")
            case _ where scalar.isInvisible || marks > 3: continue
            default: scalars.append(scalar)
            }
        }
        return String(scalars)
    }

    /// An ASCII letter or digit, plain or full-width, in lower case.
    private static func asciiLetter(_ scalar: Unicode.Scalar) -> Unicode.Scalar? {
        switch scalar.value {
        case 0x61...0x7A, 0x30...0x39: scalar
        case 0x41...0x5A: Unicode.Scalar(scalar.value + 0x20)
        case 0xFF10...0xFF19, 0xFF41...0xFF5A: Unicode.Scalar(scalar.value - 0xFEE0)
        case 0xFF21...0xFF3A: Unicode.Scalar(scalar.value - 0xFEE0 + 0x20)
        default: nil
        }
    }

    /// The plain Latin letter under a lower-case letter with a mark; the letter itself when it has none.
    private static func baseLetter(_ lower: Unicode.Scalar) -> Unicode.Scalar {
        letterRuns.first { $0.range.contains(lower.value) }?.base ?? lower
    }

    /// The composed letters of Vietnamese, and of Ê-đê, Ba-na and Gia-rai beside it.
    private static let letterRuns: [(range: ClosedRange<UInt32>, base: Unicode.Scalar)] = [
        (0x1EA0...0x1EB7, "a"), (0x1EB8...0x1EC7, "e"), (0x1EC8...0x1ECB, "i"), (0x1ECC...0x1EE3, "o"),
        (0x1EE4...0x1EF1, "u"), (0x1EF2...0x1EF9, "y"), (0x110...0x111, "d"), (0x1A0...0x1A1, "o"),
        (0x1AF...0x1B0, "u"), (0xE0...0xE5, "a"), (0xE7...0xE7, "c"), (0xE8...0xEB, "e"), (0xEC...0xEF, "i"),
        (0xF0...0xF0, "d"), (0xF1...0xF1, "n"), (0xF2...0xF6, "o"), (0xF9...0xFC, "u"), (0xFD...0xFD, "y"),
        (0xFF...0xFF, "y"), (0x100...0x105, "a"), (0x106...0x10D, "c"), (0x112...0x11B, "e"),
        (0x128...0x12D, "i"), (0x143...0x148, "n"), (0x14C...0x151, "o"), (0x168...0x173, "u"),
        (0x180...0x180, "b"),
    ]
}

extension Unicode.Scalar {
    /// Control, bidirectional, line-separating, tag, private and unassigned characters.
    var isUnsafeToDraw: Bool {
        switch value {
        case 0x20...0x7E: false
        case 0x00...0x1F, 0x7F...0x9F, 0x061C, 0x200E, 0x200F, 0x2028...0x202E, 0x2066...0x206F,
            0xFFF9...0xFFFB, 0xE0000...0xE007F:
            true
        default:
            switch properties.generalCategory {
            case .control, .surrogate, .privateUse, .unassigned: true
            default: false
            }
        }
    }

    /// Zero-width characters, which have no width and no meaning in a code or in Vietnamese.
    var isInvisible: Bool {
        switch value {
        case 0xAD, 0x200B...0x200D, 0x2060...0x2064, 0xFEFF, 0xFE00...0xFE0F: true
        default: false
        }
    }
}

extension Unicode.GeneralCategory {
    var isMark: Bool { self == .nonspacingMark || self == .spacingMark || self == .enclosingMark }
}

/// The letters that Vietnamese adds to the Latin alphabet.
public enum VietnameseLetters {
    /// 67 small ones, then their capitals; in Unicode's composed form.
    public static let all: [String] = {
        let small =
            "à á ả ã ạ ă ằ ắ ẳ ẵ ặ â ầ ấ ẩ ẫ ậ đ è é ẻ ẽ ẹ ê ề ế ể ễ ệ ì í ỉ ĩ ị ò ó ỏ õ ọ ô ồ ố ổ ỗ ộ "
            + "ơ ờ ớ ở ỡ ợ ù ú ủ ũ ụ ư ừ ứ ử ữ ự ỳ ý ỷ ỹ ỵ"
        let letters = small.split(separator: " ").map(String.init)
        return letters + letters.map { $0.uppercased() }
    }()
}
