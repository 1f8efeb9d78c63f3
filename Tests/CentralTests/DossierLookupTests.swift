import CentralContract
import Foundation
import KioskCore
import Testing

@Suite(.timeLimit(.minutes(2)))
struct DossierLookupTests {
    @Test(arguments: [
        "H08.99-251120-0001", "H41.99-20261120-0092637", "000.99.98.H36-200615-0107", "00042/2026/99906",
        "TP01-CX-U0QVZU",
    ])
    func `a known code of any shape gives the public facts`(_ code: String) async throws {
        try await TestCentre.run { centre in
            try centre.importDossiers([
                CentralSamples.dossier(
                    code,
                    more:
                        #","ChuHoSo":"Nguyễn Văn Mẫu","SoGiayToChuHoSo":"999090000017","BuocHienTai":3,"TongSoBuoc":5"#
                )
            ])
            try await centre.with("kiosk-1") { kiosk async throws in
                let answer = try await kiosk.get("/v1/dossiers/\(code.replacing("/", with: "%2F"))")
                #expect(answer.status == 200)
                let facts = try answer.value(DossierFacts.self)
                #expect(facts.code.text == code && facts.step == 3 && facts.stepCount == 5)
                let text = String(decoding: answer.body, as: UTF8.self)
                #expect(!text.contains("Mẫu") && !text.contains("999090000017") && !text.contains("1.001193"))
            }
        }
    }

    @Test(arguments: [
        ("H08.99-251120-0002", 404), ("H08.99-250230-0001", 404), ("ABC", 400), ("h08.99-251120-0001", 400),
        ("H08%00-1", 400), ("%ZZ%ZZ", 400), (String(repeating: "A", count: 65), 400), ("H08..%2F..%2F", 404),
    ])
    func `an unknown code and an invalid code have different statuses`(_ code: String, _ status: Int)
        async throws
    {
        try await TestCentre.run { centre in
            try centre.importDossiers([CentralSamples.dossier()])
            try await centre.with("kiosk-1") { kiosk async throws in
                let answer = try await kiosk.get("/v1/dossiers/\(code)")
                #expect(answer.status == status)
                #expect(answer.type == "application/problem+json")
            }
        }
    }
}
