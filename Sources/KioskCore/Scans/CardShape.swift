/// Recognises identity and health-insurance cards by their shape; it reads no content and returns none.
enum CardShape {
    /// *Căn cước công dân* and *thẻ căn cước* (domain.md 4.1, 4.2): a 12-digit number, then fields between
    /// pipes.
    ///
    /// Seven fields; without the old number six; with an expiry date, or on the cards of 2024, more. The date
    /// of birth, `ddMMyyyy` or only a year, tells a card from other texts that begin with twelve digits.
    static func isCitizenCard(_ text: String) -> Bool {
        let fields = text.utf8.split(
            separator: UInt8(ascii: "|"), maxSplits: 8, omittingEmptySubsequences: false)
        guard fields.count >= 6, fields[0].count == 12, fields[0].isAllDigits else { return false }
        let isOldNumber = fields[1].isEmpty || ([9, 12].contains(fields[1].count) && fields[1].isAllDigits)
        let birth = fields[isOldNumber ? 3 : 2]
        return birth.isAllDigits && (birth.count == 8 || birth.count == 4)
    }

    /// *Thẻ BHYT* (domain.md 4.3): card number of 15 characters or BHXH number of 10, then the name in
    /// hexadecimal.
    static func isHealthCard(_ text: String) -> Bool {
        let fields = text.utf8.split(
            separator: UInt8(ascii: "|"), maxSplits: 16, omittingEmptySubsequences: false)
        guard fields.count >= 8 else { return false }
        let number = fields[0]
        let isCardNumber =
            number.count == 15 && number.prefix(2).allSatisfy(\.isUpperLetter)
            && number.dropFirst(2).isAllDigits
        let isInsuranceNumber = number.count == 10 && number.isAllDigits
        let name = fields[1]
        let isHexadecimal =
            !name.isEmpty && name.count.isMultiple(of: 2) && name.allSatisfy { $0.hexadecimalValue != nil }
        return (isCardNumber || isInsuranceNumber) && isHexadecimal && isBirthDate(fields[2])
    }

    /// `dd/MM/yyyy` or `yyyy`.
    private static func isBirthDate(_ field: some Collection<UInt8>) -> Bool {
        let parts = field.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        return parts.allSatisfy(\.isAllDigits) && [[4], [2, 2, 4]].contains(parts.map(\.count))
    }
}
