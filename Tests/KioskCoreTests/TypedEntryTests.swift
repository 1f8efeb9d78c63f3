import KioskCore
import Testing

@Suite struct TypedEntryTests {
    @Test(
        arguments: [
            ("251120-0001", "H08.99-251120-0001"), ("2511200001", "H08.99-251120-0001"),
            ("251120-1", "H08.99-251120-0001"), ("251120-10001", "H08.99-251120-10001"),
            ("20251120-0001", "H08.99-20251120-0001"), ("202511200001", "H08.99-20251120-0001"),
            ("202611200092637", "H08.99-20261120-0092637"), ("251120 0001", "H08.99-251120-0001"),
            ("201112-0001", "H08.99-201112-0001"), ("2011120001", "H08.99-201112-0001"),
            ("h60.99.01-261118-0012", "H60.99.01-261118-0012"), ("00042/2026/99906", "00042/2026/99906"),
        ])
    func `date and serial are enough for a dossier of this centre`(typed: String, code: String) throws {
        #expect(try DossierCode(typed: typed, agency: "H08.99", today: today).text == code)
    }

    @Test(
        arguments: [
            ("", DossierCodeError.empty), ("250230-0001", .impossibleDate), ("261203-0001", .futureDate),
            ("251120-", .unknownShape), ("251120", .unknownShape), ("251120-00000001", .unknownShape),
            ("-0001", .unknownShape), ("1", .unknownShape),
        ])
    func `an entry that cannot be completed says why`(typed: String, reason: DossierCodeError) {
        #expect(throws: reason) { try DossierCode(typed: typed, agency: "H08.99", today: today) }
    }

    @Test func `no identity number is ever read as a date and a serial`() {
        var generator = SeededGenerator(seed: 12)
        for _ in 0..<20_000 {
            let province = Int.random(in: 1...96, using: &generator)
            let rest = Int.random(in: 0...999_999_999, using: &generator)
            let number = String(String(1_000_000_000_000 + province * 1_000_000_000 + rest).dropFirst())
            #expect(throws: DossierCodeError.self) {
                try DossierCode(typed: number, agency: "H08", today: today)
            }
        }
    }
}
