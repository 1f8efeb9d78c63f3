import KioskCore
import Testing

@Suite struct DossierCodeTests {
    @Test(
        arguments: [
            "000.17.22.H56-210531-0001", "H56.14-240823-0001", "H15.50.05.13-261008-0975",
            "G22.99-251225-020175", "G09.20-20260609-0092637", "03706/2026/07906", "00042/2026/99906",
            "H08.99-251120-0001", "H60.99.01-261118-0012", "000.99.98.H36-200615-0107",
            "H41.99-20261120-0092637", "H08-251120-0001", "H08.99-251120-00012", "H08.99-251120-000123",
            "Z07.12-251120-0001", "Y98.0123456789-240229-0001",
            "H08.1234567890.1234567890.12345678A-251120-0001",
        ])
    func `every code of the research is read as it is printed`(text: String) throws {
        let code = try DossierCode(parsing: text, today: today)
        #expect(code.text == text)
    }

    @Test(
        arguments: [
            "h08.99-251120-0001", " H08.99-251120-0001\r\n", "H08.99-251120-0001\n", "H08.99–251120—0001",
            "H08.99\u{2011}251120\u{2212}0001", "H08.99\u{2010}251120\u{2015}0001", "H08.99－251120－0001",
            "Ｈ０８．９９－２５１１２０－０００１", "ｈ08.99-251120-0001", "H08.99 - 251120 - 0001",
            "H08.99\u{A0}-\u{202F}251120-\u{200B}0001\u{FEFF}", "H08.99-2511\u{2060}20-0001",
            "H08.99\u{FE63}251120\u{FE58}0001",
        ])
    func `a code is read however it is written`(text: String) throws {
        let code = try DossierCode(parsing: text, today: today)
        #expect(code.text == "H08.99-251120-0001")
    }

    @Test(
        arguments: [
            ("", DossierCodeError.empty), (" \r\n\u{200B}", .empty),
            (String(repeating: "1", count: 129), .tooLong),
            ("H08.99-250230-0001", .impossibleDate), ("H08.99-250229-0001", .impossibleDate),
            ("H08.99-251301-0001", .impossibleDate), ("H08.99-251100-0001", .impossibleDate),
            ("H08.99-00010101-0001", .impossibleDate), ("00042/1899/99906", .impossibleDate),
            ("H08.99-261203-0001", .futureDate), ("H08.99-20270101-0001", .futureDate),
            ("00042/2027/99906", .futureDate), ("Đ08.99-251120-0001", .unknownShape),
            ("Ð08.99-251120-0001", .unknownShape), ("đ08.99-251120-0001", .unknownShape),
            ("Н08.99-251120-0001", .unknownShape), ("H08.99-251120-001", .unknownShape),
            ("H08.99-251120-00000001", .unknownShape), ("H08.99-2511200-0001", .unknownShape),
            ("H08..99-251120-0001", .unknownShape), (".H08-251120-0001", .unknownShape),
            ("H08.-251120-0001", .unknownShape), ("H8.99-251120-0001", .unknownShape),
            ("000.00.16.08H-210531-0001", .unknownShape), ("H08.99-251120-0001-", .unknownShape),
            ("-H08.99-251120-0001", .unknownShape), ("H08.99--251120-0001", .unknownShape),
            ("H08.99-251120-0001-KQ1", .unknownShape), ("TP01-CX-U0QVZU", .unknownShape),
            ("HS.000.000.000", .unknownShape), ("042/2026/99906", .unknownShape),
            ("0000042/2026/99906", .unknownShape), ("00042/2026/9990", .unknownShape),
            ("00042/2026/99906/1", .unknownShape), ("H08.99/251120/0001", .unknownShape),
            ("H08.99-٢٥١١٢٠-0001", .unknownShape), ("H08.99-251120-0001\u{1B}", .unknownShape),
            ("H08.1234567890.1234567890.123456789AB-251120-0001", .unknownShape),
        ])
    func `what is no code is refused with the reason`(text: String, reason: DossierCodeError) {
        #expect(throws: reason) { try DossierCode(parsing: text, today: today) }
    }

    @Test func `a code of tomorrow is taken and one of the day after is not`() throws {
        let newYearsEve = day(2025, 12, 31)
        #expect(throws: Never.self) { try DossierCode(parsing: "H08.99-260101-0001", today: newYearsEve) }
        #expect(throws: Never.self) { try DossierCode(parsing: "00001/2026/99906", today: newYearsEve) }
        #expect(throws: DossierCodeError.futureDate) {
            try DossierCode(parsing: "H08.99-260102-0001", today: newYearsEve)
        }
    }

    @Test func `reading its own canonical text changes nothing`() throws {
        var generator = SeededGenerator(seed: 21)
        for _ in 0..<5000 {
            let written = CodeWriter.code(using: &generator)
            let code = try DossierCode(
                parsing: CodeWriter.disguised(written, using: &generator), today: today)
            #expect(code.text == written)
            #expect(try DossierCode(parsing: code.text, today: today) == code)
        }
    }

    @Test(
        arguments: [
            ("TP01-CX-U0QVZU", "TP01-CX-U0QVZU"), ("hs.000.000.000 ", "HS.000.000.000"), ("a1/2", "A1/2"),
            ("0001", "0001"),
        ])
    func `an unknown make is left to the server`(text: String, canonical: String) {
        #expect(DossierCode(opaque: text)?.text == canonical)
    }

    @Test(
        arguments: [
            "", "A1", "ABCD", "KQ(1)", "001090123456", " 001 090 123 456", "012345678", "0912345678", "A1_2",
            "Đ123", String(repeating: "7", count: 65),
        ])
    func `identity numbers and other texts are not sent as codes`(text: String) {
        #expect(DossierCode(opaque: text) == nil)
    }
}
