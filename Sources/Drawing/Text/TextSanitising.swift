internal import CCairo

/// The most characters one text may have on a screen or a slip.
private let maxScalarCount = 4000
/// The most marks on one letter; Vietnamese has two.
private let maxMarkCount = 3

/// A text from outside made safe to draw: in NFC, without what steers the drawing instead of being drawn.
///
/// Controls become spaces; invisible and bidirectional formatting goes; letters that are written from the
/// right, which the typeface lacks, become U+FFFD, so that no text can change the order of its neighbours.
public func sanitised(_ text: String) -> String {
    if text.utf8.allSatisfy({ $0 < 0x7F && $0 >= 0x20 || $0 == 0x0A }) && text.utf8.count <= maxScalarCount {
        return text
    }
    var result = ""
    result.unicodeScalars.reserveCapacity(text.utf8.count)
    var marks = 0
    for scalar in normalised(text).unicodeScalars.prefix(maxScalarCount) {
        marks = isMark(scalar) ? marks + 1 : 0
        guard marks <= maxMarkCount else { continue }
        switch Treatment(of: scalar) {
        case .keep: result.unicodeScalars.append(scalar)
        case .space: result.unicodeScalars.append(" ")
        case .replace: result.unicodeScalars.append("\u{FFFD}")
        case .drop: continue
        }
    }
    return result
}

private enum Treatment {
    case keep, space, replace, drop

    init(of scalar: Unicode.Scalar) {
        switch scalar.value {
        case 0x0A: self = .keep
        case 0x00...0x1F, 0x7F...0x9F, 0x2028, 0x2029: self = .space
        case 0x00AD, 0x061C, 0x115F, 0x1160, 0x180E, 0x200B...0x200F, 0x202A...0x202E, 0x2060...0x206F,
            0x3164, 0xFE00...0xFE0F, 0xFEFF, 0xFFA0, 0xFFF9...0xFFFB, 0xE0000...0xE0FFF:
            self = .drop
        case 0x0590...0x08FF, 0xFB1D...0xFDFF, 0xFE70...0xFEFE, 0x10800...0x10FFF, 0x1E800...0x1EFFF:
            self = .replace
        default: self = .keep
        }
    }
}

private func isMark(_ scalar: Unicode.Scalar) -> Bool {
    guard scalar.value >= 0x0300 else { return false }
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .enclosingMark, .spacingMark: return true
    default: return false
    }
}

/// NFC; a text without combining characters, as nearly all are, is left as it is.
private func normalised(_ text: String) -> String {
    guard text.unicodeScalars.contains(where: isMark) else { return text }
    // GLib reads up to a zero byte, so zeros go first.
    let bytes = text.utf8.filter { $0 != 0 }.map { CChar(bitPattern: $0) }
    guard let composed = unsafe g_utf8_normalize(bytes, bytes.count, G_NORMALIZE_NFC) else { return text }
    defer { unsafe g_free(composed) }
    return unsafe String(cString: composed)
}
