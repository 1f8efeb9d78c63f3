extension DossierCode {
    /// Reads a code in any of the shapes of domain.md 2.3: tolerant of how it is written, canonical after.
    ///
    /// Legacy `000.00.16.H08-210531-0001` (TT 01/2018/TT-VPCP Đ19(1)); modern `H08.16-210531-0001`, with an
    /// agency of up to 35 characters (QĐ 20/2020/QĐ-TTg Đ4), a date of 6 or 8 digits and a serial of 4 to 7;
    /// BHXH `03706/2026/07906`. Level-1 codes are not checked against a list: dossiers of dissolved and
    /// merged agencies keep their codes.
    ///
    /// - Parameter today: the date in Vietnam; a code dated tomorrow is accepted, later ones are refused.
    public init(parsing text: String, today: CivilDate) throws(DossierCodeError) {
        try self.init(ascii: CodeText.ascii(text)[...], today: today)
    }

    /// Reads what was typed on the keypad: a whole code, or only date and serial of the local agency.
    ///
    /// `251120-0001`, `20251120-1` and `2511200001` become `H08.99-251120-0001`, `H08.99-20251120-0001` and
    /// `H08.99-251120-0001` for the agency `H08.99`. A serial after a dash may leave its zeros out.
    ///
    /// - Parameter agency: the site's own agency identifier, as it stands before the date.
    public init(typed text: String, agency: String, today: CivilDate) throws(DossierCodeError) {
        let ascii = try CodeText.ascii(text)
        guard let entry = ShortEntry(ascii) else {
            try self.init(ascii: ascii[...], today: today)
            return
        }
        try self.init(parsing: "\(agency)-\(entry.date)-\(entry.serial)", today: today)
    }

    /// Accepts a code of unknown structure, so that the central system may decide; `nil` if it cannot be a
    /// code.
    ///
    /// 4 to 64 characters of `0-9 A-Z . / -`, at least one of them a digit. Bare numbers of 9, 10 or 12
    /// digits are refused: they are identity numbers and telephone numbers, which must not travel as a
    /// dossier code.
    public init?(opaque text: String) {
        guard let ascii = try? CodeText.ascii(text), (4...64).contains(ascii.count),
            ascii.allSatisfy({ $0.isUpperLetterOrDigit || Self.marks.contains($0) }),
            ascii.contains(where: \.isDigit),
            !(ascii.isAllDigits && [9, 10, 12].contains(ascii.count))
        else { return nil }
        self.init(canonical: ascii.text)
    }

    private static let marks: [UInt8] = [UInt8(ascii: "."), UInt8(ascii: "/"), UInt8(ascii: "-")]

    init(ascii: ArraySlice<UInt8>, today: CivilDate) throws(DossierCodeError) {
        let parts = ascii.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
        if ascii.contains(UInt8(ascii: "/")) {
            try Self.checkBHXH(ascii, today: today)
        } else {
            guard parts.count == 3, Self.isAgency(parts[0]), parts[1].isAllDigits, parts[2].isAllDigits,
                parts[1].count == 6 || parts[1].count == 8, (4...7).contains(parts[2].count)
            else { throw .unknownShape }
            guard let date = Self.date(parts[1]) else { throw .impossibleDate }
            guard date <= today.advanced(byDays: 1) else { throw .futureDate }
        }
        self.init(canonical: ascii.text)
    }

    /// `NNNNN/YYYY/AAAAA`: serial, year, BHXH agency.
    private static func checkBHXH(_ ascii: ArraySlice<UInt8>, today: CivilDate) throws(DossierCodeError) {
        let parts = ascii.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        guard parts.count == 3, parts.allSatisfy(\.isAllDigits), (4...6).contains(parts[0].count),
            parts[1].count == 4, parts[2].count == 5, let year = parts[1].decimalValue
        else { throw .unknownShape }
        guard (1900...2099).contains(year) else { throw .impossibleDate }
        guard year <= today.advanced(byDays: 1).year else { throw .futureDate }
    }

    private static func isAgency(_ agency: ArraySlice<UInt8>) -> Bool {
        guard agency.count <= 35 else { return false }
        let groups = agency.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard groups.allSatisfy({ !$0.isEmpty && $0.allSatisfy(\.isUpperLetterOrDigit) }) else {
            return false
        }
        let isLegacy = groups.map(\.count) == [3, 2, 2, 3] && isLevelOne(groups[3])
        return isLegacy || isLevelOne(groups[0])
    }

    /// A letter and two digits; `Z` too, since other bodies have Z01 to Z99 (QĐ 20/2020/QĐ-TTg Đ6).
    private static func isLevelOne(_ group: ArraySlice<UInt8>) -> Bool {
        guard group.count == 3, let letter = group.first else { return false }
        return letter.isUpperLetter && group.dropFirst().isAllDigits
    }

    /// `yyMMdd` or `yyyyMMdd`, from the year 2000.
    static func date(_ digits: ArraySlice<UInt8>) -> CivilDate? {
        guard let number = digits.decimalValue else { return nil }
        let year = digits.count == 6 ? 2000 + number / 10_000 : number / 10_000
        guard year >= 2000 else { return nil }
        return CivilDate(year: year, month: number / 100 % 100, day: number % 100)
    }
}

extension CodeText {
    static func ascii(_ text: String) throws(DossierCodeError) -> [UInt8] {
        switch canonical(text) {
        case .text(let bytes) where bytes.isEmpty: throw .empty
        case .text(let bytes): return bytes
        case .tooLong: throw .tooLong
        case .foreignCharacter: throw .unknownShape
        }
    }
}

/// Date and serial without an agency, as people type them for a dossier of this very centre.
private struct ShortEntry {
    let date: String
    let serial: String

    /// Codes of this structure began with NĐ 61/2018, so earlier years are not completed.
    ///
    /// Identity numbers begin with a province code up to 096, telephone numbers with 0: this bound keeps
    /// every one of them from being read as a date and a serial.
    private static let firstYear = 2010

    init?(_ ascii: [UInt8]) {
        let parts = ascii.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
        guard parts.count <= 2, parts.allSatisfy(\.isAllDigits) else { return nil }
        if parts.count == 2 {
            guard parts[0].count == 6 || parts[0].count == 8, parts[1].count <= 7 else { return nil }
            date = parts[0].text
            serial = String(repeating: "0", count: max(0, 4 - parts[1].count)) + parts[1].text
            return
        }
        // Without a dash, the date is 6 digits unless only 8 make one: 2025… would be month 25 of 2020.
        let lengths = [6, 8].filter { (4...7).contains(ascii.count - $0) }
        for length in lengths {
            guard let day = DossierCode.date(ascii[..<length]), day.year >= Self.firstYear else { continue }
            date = ascii[..<length].text
            serial = ascii[length...].text
            return
        }
        return nil
    }
}
