/// A dossier code (*mã số hồ sơ*) in its canonical form, such as `H08.99-251120-0001`.
///
/// Read one with ``init(parsing:today:)``. The shapes are those of domain.md 2.3: NĐ 61/2018 Đ26,
/// TT 01/2018/TT-VPCP Đ19(1), QĐ 20/2020/QĐ-TTg Đ4 and the BHXH form.
public struct DossierCode: Hashable, Sendable, Codable, CustomStringConvertible {
    /// The canonical text: upper case, ASCII, no spaces.
    public let text: String

    /// Takes a text that is known to be canonical, from our own store or the central system.
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

/// A result code: a dossier code and the ordinal of one of its results (`-KQ1`, `-KQ(1)`; requirement D-11).
public struct ResultCode: Hashable, Sendable {
    public let dossier: DossierCode
    /// The ordinal, from 1.
    public let ordinal: Int

    public init(dossier: DossierCode, ordinal: Int) {
        self.dossier = dossier
        self.ordinal = ordinal
    }
}
