import KioskCore
import Testing

let dossier = DossierCode(canonical: "H08.99-251120-0001")

/// Classifies a text as the scanner would send it.
func classified(_ text: String, hosts: Set<String> = []) -> Payload {
    PayloadClassifier(hosts: hosts).classify(Array(text.utf8), today: today)
}

@Suite struct PayloadClassifierTests {
    @Test(
        arguments: [
            ("H08.99-251120-0001", Payload.dossierCode(dossier)),
            ("h08.99–251120–0001\r\n", .dossierCode(dossier)),
            ("\u{FEFF}H08.99-251120-0001\t", .dossierCode(dossier)),
            ("03706/2026/07906", .dossierCode(DossierCode(canonical: "03706/2026/07906"))),
            ("H08.99-251120-0001-KQ(2)", .resultCode(ResultCode(dossier: dossier, ordinal: 2))),
            ("https://dichvucong.gov.vn/p/home?MHS=H08.99-251120-0001", .dossierURL(dossier)),
            ("000201010212380000", .paymentCode), ("EA123456789VN", .postalItem),
            ("ea123456789vn\n", .postalItem),
            ("0312345678", .unknown(.unrecognised)), ("0312345678-001", .unknown(.unrecognised)),
            ("001090123456", .unknown(.unrecognised)), ("https://zalo.me/123", .unknown(.foreignURL)),
            ("", .unknown(.empty)), (" \r\n", .unknown(.empty)),
            ("H08.99-250230-0001", .unknown(.impossibleDate)),
            ("H08.99-250230-0001-KQ1", .unknown(.impossibleDate)),
            ("H08.99-990101-0001", .unknown(.impossibleDate)),
            ("xin chào", .unknown(.unrecognised)), ("Nguyễn Văn Mẫu|", .unknown(.unrecognised)),
        ])
    func `each kind of code is recognised`(text: String, payload: Payload) {
        #expect(classified(text) == payload)
    }

    @Test(
        arguments: [
            "001090123456|012345678|NGUYEN VAN A|01011990|Nam|Phường Bến Nghé, TP. Hồ Chí Minh|15042021",
            "001090123456||Nguyễn Văn Mẫu|01011990|Nam|Quy Nhơn|15042021",
            "001234567890|NGUYEN VAN A|01011990|Nam|Quy Nhơn|01012020",
            "001090123456||Nguyễn Văn Mẫu|01011990|Nam|Quy Nhơn|15042021|15042031",
            "001090123456|001090654321|Nguyễn Văn Mẫu|00001990|Nữ|Quy Nhơn|15042021",
            "999090123456||Y Mẫu Êban|1990|Nam|Buôn Ma Thuột|15042024||Sùng A Thử|||999",
        ])
    func `every identity card is recognised and nothing of it kept`(text: String) {
        #expect(classified(text) == .citizenCard)
        #expect(classified(text + "\r\n") == .citizenCard)
    }

    @Test(
        arguments: [
            "DN4010120878811|4e677579e1bb856e2056c4836e204de1baab75|01/01/1990|1|2d|79 - 034|01/01/2021|-",
            "0120878811|4e677579e1bb856e|1990|2||79034|01/01/2021|31/12/2025|01/01/2021|1|-|4|2015|a1|$",
        ])
    func `every health card is recognised and nothing of it kept`(text: String) {
        #expect(classified(text) == .healthCard)
    }

    @Test(
        arguments: [
            "001090123456|||||", "001090123456|a|b|c|d|e|f",
            "00109012345|012345678|A|01011990|Nam|B|15042021",
            "DN4010120878811|khong|01/01/1990|1|2d|79|01/01/2021|-", "0120878811|4e6|1990|2||79034|a|b",
            "||||||||||",
        ])
    func `what only resembles a card is unknown`(text: String) {
        #expect(classified(text) == .unknown(.unrecognised))
    }

    @Test func `a slip of our own is read`() throws {
        let token = TicketToken(
            site: "H08.99", day: 20_251_120, prefix: "A", ordinal: 18, mac: "0F1E2D3C4B5A6978")
        #expect(classified(token.text) == .ownTicket(token))
        #expect(classified("KT1:H08.99:20251120:A:18") == .unknown(.unrecognised))
    }

    @Test(
        arguments: [
            ("\u{1B}[2J", Payload.UnknownReason.unsafeCharacters), ("H08.99\u{1D}251120", .unsafeCharacters),
            ("H08.99-251120-0001\u{202E}", .unsafeCharacters), ("a\nb", .unsafeCharacters),
            ("\u{0}", .unsafeCharacters), ("a\u{E0041}b", .unsafeCharacters),
            ("javascript:alert(1)", .foreignURL), ("JavaScript:fetch('//x')", .foreignURL),
            ("file:///etc/passwd", .foreignURL), ("data:text/html,x", .foreignURL), ("tel:113", .foreignURL),
            ("WIFI:S:hall;P:secret;;", .foreignURL), (": no scheme", .unrecognised),
            (String(repeating: "H", count: 3000), .tooLong),
            ("https://x.gov.vn/?MHS=H08.99-251120-0001&p=" + String(repeating: "A", count: 3000), .tooLong),
        ])
    func `hostile payloads get a reason that can be shown`(text: String, reason: Payload.UnknownReason) {
        #expect(classified(text) == .unknown(reason))
    }

    @Test(
        arguments: [[0xFF, 0xFE], [0xC0, 0xAF], [0x48, 0x30, 0x38, 0x80], [0xED, 0xA0, 0x80]] as [[UInt8]])
    func `bytes that are not UTF-8 are not text`(bytes: [UInt8]) {
        #expect(PayloadClassifier().classify(bytes, today: today) == .unknown(.notText))
    }
}
