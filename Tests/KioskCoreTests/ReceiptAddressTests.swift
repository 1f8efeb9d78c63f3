import KioskCore
import Testing

@Suite struct ReceiptAddressTests {
    @Test(
        arguments: [
            "https://dichvucong.binhdinh.gov.vn/portaldvc/tra-cuu?SGT=001090123456&MHS=H08.99-251120-0001",
            "https://dichvucong.binhdinh.gov.vn/portaldvc/tra-cuu?MHS=H08.99-251120-0001&SGT=001090123456",
            "HTTPS://DICHVUCONG.GOV.VN/?maHoSo=h08.99-251120-0001",
            "http://a.gov.vn?ma_ho_so=H08.99-251120-0001",
            "https://gov.vn:443/x?code=H08.99%2D251120%2D0001#top",
            "http://a.gov.vn:80/?a=1&b&=&c=H08.99-251120-0001",
            "https://a.gov.vn/?mahoso=H08.99%E2%80%93251120%E2%80%930001",
            "https://a.gov.vn/?q=+H08.99-251120-0001+",
            "https://xn--bnh-mra.gov.vn/?MHS=H08.99-251120-0001",
            "https://motcua.example.vn/?MHS=H08.99-251120-0001",
            "https://a.gov.vn/?x=250230&y=H08.99-250230-0001&MHS=H08.99-251120-0001",
            "https://a.gov.vn/?bad=%GG&MHS=H08.99-251120-0001",
            "https://a.gov.vn/?r=https://b.vn&MHS=H08.99-251120-0001",
        ])
    func `the code is found inside an allowed address`(text: String) {
        #expect(classified(text, hosts: ["motcua.example.vn"]) == .dossierURL(dossier))
    }

    @Test(
        arguments: [
            "https://evil.vn/?MHS=", "https://evilgov.vn/?MHS=", "https://gov.vn.evil.com/?MHS=",
            "https://agov.vn/?MHS=",
            "https://dichvucong.gov.vn@evil.com/?MHS=", "https://user:pw@dichvucong.gov.vn/?MHS=",
            "https://evil.com\\.gov.vn/?MHS=", "https://evil.com\\@a.gov.vn/?MHS=",
            "https://a.gov.vn:8443/?MHS=",
            "https://a.gov.vn:80/?MHS=", "https://a.gov.vn:/?MHS=", "https://a.gov.vn./?MHS=",
            "https://a..gov.vn/?MHS=", "https://.gov.vn/?MHS=", "https://-a.gov.vn/?MHS=",
            "https:///a.gov.vn/?MHS=",
            "https://evil%2Egov.vn/?MHS=", "https://а.gov.vn/?MHS=", "https://a.gov。vn/?MHS=",
            "https://a.ｇov.vn/?MHS=",
            "https://[::1]/?MHS=", "https://203.0.113.7/?MHS=", "https://a_b.gov.vn/?MHS=",
            "https://gov/?MHS=",
            "https://evil.com/.gov.vn?MHS=", "https://evil.com#.gov.vn/?MHS=",
            "https://evil.com?.gov.vn/&MHS=",
            "https://sub.motcua.example.vn/?MHS=", "ftp://a.gov.vn/?MHS=", "https:a.gov.vn/?MHS=",
        ])
    func `no trick passes a foreign host for an allowed one`(text: String) {
        #expect(classified(text + dossier.text, hosts: ["motcua.example.vn"]) == .unknown(.foreignURL))
    }

    @Test(
        arguments: [
            (
                "https://a.gov.vn/apiqr/qr?id=0b7c9a6e-8a1e-4f57-9d0a-2f6f5d1c9a10",
                Payload.UnknownReason.addressWithoutCode
            ),
            ("https://a.gov.vn/H08.99-251120-0001", .addressWithoutCode),
            ("https://a.gov.vn/#?MHS=H08.99-251120-0001", .addressWithoutCode),
            ("https://a.gov.vn", .addressWithoutCode),
            ("https://a.gov.vn/?SGT=H08.99-251120-0001", .addressWithoutCode),
            ("https://a.gov.vn/?MHS=H08.99-250230-0001", .impossibleDate),
            ("https://a.gov.vn/?MHS=H08.99-251120-0001%00", .addressWithoutCode),
            ("https://a.gov.vn/?MHS=%E2%80%AEH08.99-251120-0001", .addressWithoutCode),
            ("https://a.gov.vn/?MHS=H08.99-251120-000%", .addressWithoutCode),
        ])
    func `an allowed address without a code says so`(text: String, reason: Payload.UnknownReason) {
        #expect(classified(text) == .unknown(reason))
    }

    @Test func `a result code inside an address is a result`() {
        let payload = classified("https://a.gov.vn/?ma=H08.99-251120-0001-KQ%283%29")
        #expect(payload == .resultCode(ResultCode(dossier: dossier, ordinal: 3)))
    }

    @Test func `the first parameter with a code counts`() {
        let payload = classified("https://a.gov.vn/?a=H08.99-251120-0001&b=H08.99-251120-0002")
        #expect(payload == .dossierURL(dossier))
    }

    @Test func `the owner's number never comes out of a receipt's address`() {
        var generator = SeededGenerator(seed: 51)
        let names = ["SGT", "sgt", "Sgt", "SGT%20", "sgt ", "MHS", "id", "maHoSo"]
        for _ in 0..<5000 {
            let number = "999" + String(Int.random(in: 100_000_000...999_999_999, using: &generator))
            let code = Bool.random(using: &generator) ? CodeWriter.code(using: &generator) : "none"
            let name = names.randomElement(using: &generator) ?? "SGT"
            var pairs = ["\(name)=\(number)", "MHS=\(code)", "x=\(number)-KQ1", "y=\(number)|"]
            pairs.shuffle(using: &generator)
            let payload = classified("https://a.gov.vn/tra-cuu?" + pairs.joined(separator: "&"))
            #expect(!String(reflecting: payload).contains(number))
            #expect((code == "none") == (payload == .unknown(.addressWithoutCode)))
        }
    }
}
