import KioskCore
import Testing

@Suite struct ResultCodeTests {
    @Test(
        arguments: [
            ("H08.99-251120-0001-KQ1", 1), ("H08.99-251120-0001-KQ(1)", 1),
            ("h08.99-251120-0001-kq(12)\n", 12),
            ("H08.99–251120–0001–KQ（3）", 3), ("H08.99-251120-0001 - KQ 999", 999),
        ])
    func `both ways of writing an ordinal are read`(text: String, ordinal: Int) throws {
        let code = try ResultCode(parsing: text, today: today)
        #expect(code == ResultCode(dossier: DossierCode(canonical: "H08.99-251120-0001"), ordinal: ordinal))
        #expect(try ResultCode(parsing: code.text, today: today) == code)
    }

    @Test func `a result of a legacy or a BHXH dossier is read`() throws {
        #expect(try ResultCode(parsing: "000.17.22.H56-210531-0001-KQ2", today: today).ordinal == 2)
        #expect(
            try ResultCode(parsing: "00042/2026/99906-KQ1", today: today).dossier.text == "00042/2026/99906")
    }

    @Test(
        arguments: [
            "H08.99-251120-0001-KQ0", "H08.99-251120-0001-KQ01", "H08.99-251120-0001-KQ",
            "H08.99-251120-0001-KQ()",
            "H08.99-251120-0001-KQ(1", "H08.99-251120-0001-KQ1)", "H08.99-251120-0001-KQ((1))",
            "H08.99-251120-0001-KQ1000", "H08.99-251120-0001", "000.00.00.G09-KQ002269", "KQ.G07.000122",
            "-KQ1", "H08.99-251120-0001-KQ-1", "H08.99-251120-0001-KQ1-KQ1",
        ])
    func `what is no result code is refused`(text: String) {
        #expect(throws: DossierCodeError.unknownShape) { try ResultCode(parsing: text, today: today) }
    }

    @Test func `a result of a day that does not exist says so`() {
        #expect(throws: DossierCodeError.impossibleDate) {
            try ResultCode(parsing: "H08.99-250230-0001-KQ1", today: today)
        }
    }
}
