/// A dossier code (*mã số hồ sơ*) in its canonical form, such as `H08.99-251120-0001`.
///
/// Read one with ``init(parsing:today:)``. The shapes are those of domain.md 2.3: NĐ 61/2018 Đ26,
/// TT 01/2018/TT-VPCP Đ19(1), QĐ 20/2020/QĐ-TTg Đ4 and the BHXH form.
public struct DossierCode: Hashable, Sendable, Codable, CustomStringConvertible {
    /// The canonical text: upper case, ASCII, no spaces.
    public let text: String

    /// Wraps a text that is already canonical, from our own store or the central system.
    public init(canonical text: String) { self.text = text }

    public init(from decoder: any Decoder) throws {
        text = try decoder.singleValueContainer().decode(String.self)
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(text)
    }

    public var description: String { text }
}

/// Why a text is not a dossier or result code; it never carries the text.
public enum DossierCodeError: String, Error, CaseIterable, Hashable, Sendable {
    /// Nothing was entered.
    case empty
    /// Longer than any code.
    case tooLong
    /// It has none of the shapes a code can have.
    case unknownShape
    /// The shape is right, but there is no such day: 30 February.
    case impossibleDate
    /// The shape is right, but the day lies more than one day ahead.
    case futureDate
}
