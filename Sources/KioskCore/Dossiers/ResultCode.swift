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

extension ResultCode {
    /// Reads `…-KQ1` or `…-KQ(1)` after a dossier code; tolerant like ``DossierCode/init(parsing:today:)``.
    ///
    /// Kinds of result documents, such as `000.00.00.G09-KQ002269`, are not result codes and are refused.
    /// Source: QĐ 27/2020/QĐ-UBND Bình Định, annex note (8); requirement D-11.
    public init(parsing text: String, today: CivilDate) throws(DossierCodeError) {
        let ascii = try CodeText.ascii(text)
        guard let mark = ascii.lastIndex(of: UInt8(ascii: "-")), ascii[mark...].starts(with: "-KQ".utf8),
            let ordinal = Self.ordinal(ascii[(mark + 3)...])
        else { throw .unknownShape }
        dossier = try DossierCode(ascii: ascii[..<mark], today: today)
        self.ordinal = ordinal
    }

    /// The canonical text: `H08.99-251120-0001-KQ1`.
    public var text: String { "\(dossier.text)-KQ\(ordinal)" }

    /// `n` or `(n)`, from 1 to 999, without a leading zero.
    private static func ordinal(_ written: ArraySlice<UInt8>) -> Int? {
        var digits = written
        if digits.first == UInt8(ascii: "("), digits.last == UInt8(ascii: ")") {
            digits = digits.dropFirst().dropLast()
        }
        guard digits.count <= 3, digits.first != UInt8(ascii: "0") else { return nil }
        return digits.decimalValue
    }
}
