import CentralContract
import Foundation
import KioskCore
import Testing

@testable import Central

@Suite(.timeLimit(.minutes(2)))
struct CatalogueTests {
    private func render(_ json: String) throws -> [Int: String] {
        let source = try JSONDecoder().decode(NationalCatalogue.Procedure.self, from: Data(json.utf8))
        return Dictionary(
            uniqueKeysWithValues: ProcedureText(source: source).items.map { ($0.number, $0.text) })
    }

    private func procedure(_ more: String) -> String {
        #"{"MATTHC":"1.001193","TENTTHC":"Khai sinh","LINHVUCTHUCHIEN":[{"MALINHVUC":"HT"}]"# + more + "}"
    }

    @Test(arguments: [
        (#"{"SOTIEN":18000,"DONVI":"Đồng","MOTA":"một bản"}"#, "18.000 đồng (một bản)"),
        (#"{"SOTIEN":0,"MOTA":"do HĐND quyết định"}"#, "do HĐND quyết định"),
        (#"{"SOTIEN":1500000}"#, "1.500.000 đồng"), (#"{"SOTIEN":0}"#, "Không có"), ("{}", "Không có"),
    ])
    func `an amount of zero is not shown as a fee`(_ fee: String, _ text: String) throws {
        let items = try render(
            procedure(#","CACHTHUCTHUCHIEN":[{"KENH":1,"THOIGIAN":[{"PHILEPHI":[\#(fee)]}]}]"#))
        #expect(items[9] == "Mẫu đơn, tờ khai: Không có\nYêu cầu, điều kiện: Không có\nPhí, lệ phí: \(text)")
    }

    @Test func `channels of different length are listed separately`() throws {
        let items = try render(
            procedure(
                #","CACHTHUCTHUCHIEN":[{"KENH":1,"THOIGIAN":[{"THOIGIANGIAIQUYET":2.5,"DONVITINH":"Ngày làm việc"}]},{"KENH":"2","MOTA":"Qua mạng","THOIGIAN":[{"THOIGIANGIAIQUYET":1,"DONVITINH":"Ngày"}]}]"#
            ))
        #expect(items[5] == "Trực tiếp: 2,5 ngày làm việc\nTrực tuyến: 1 ngày")
        #expect(items[3] == "Trực tuyến: Qua mạng")
        #expect(items[10] == "Trực tiếp; Trực tuyến")
    }

    @Test func `papers have counts, and a name may be a text or an object`() throws {
        let items = try render(
            procedure(
                #","SOBOHOSO":1,"THANHPHANHOSO":[{"TRUONGHOP":"Trẻ bị bỏ rơi","GIAYTO":[{"TENGIAYTO":"Biên bản","SOBANCHINH":1,"SOBANSAO":2}]}],"DOITUONGTHUCHIEN":["Công dân",{"TENDOITUONG":"Tổ chức"}]"#
            ))
        #expect(items[4] == "Trẻ bị bỏ rơi:\n– Biên bản (01 bản chính, 02 bản sao)\nSố lượng: 01 bộ hồ sơ")
        #expect(items[6] == "Công dân\nTổ chức")
        #expect(items[2] == nil && items[7] == nil && items[8] == nil && items[11] == nil)
    }

    @Test func `a procedure that cannot be used is reported and keeps its old version`() async throws {
        try await TestCentre.run { centre in
            func file(_ procedures: String) throws -> String {
                try centre.write(
                    "c.json",
                    CentralSamples.catalogue.replacing(#""ThuTuc": []"#, with: "\"ThuTuc\": [\(procedures)]"))
            }
            let importer = CatalogueImport(database: centre.database)
            _ = try importer.run(file: file(procedure("")), remark: { Issue.record("\($0)") }, gap: { _ in })
            var remarks: [String] = []
            let bad = procedure("").replacing("\"HT\"", with: "\"XX\"") + #",{"TENTTHC":"x"},{"MATTHC":"1"}"#
            let tally = try importer.run(
                file: file(bad), remark: { remarks.append($0.description) }, gap: { _ in })
            #expect(tally.exitStatus == 1 && tally.removed == 0)
            #expect(
                remarks == [
                    "1.001193: LINHVUCTHUCHIEN must name a field of this catalogue",
                    "ThuTuc 2: MATTHC is missing",
                    "ThuTuc 3: TENTTHC is missing",
                ])
            try await centre.with("kiosk-1") { kiosk async throws in
                #expect(try await kiosk.feed().changes.contains { $0.procedure?.id == "1.001193" })
            }
        }
    }

    @Test(arguments: [
        ("[]", "not a JSON object"), ("{}", "LinhVuc is missing"),
        (
            #"{"LinhVuc":[{"MaLinhVuc":"a b","TenLinhVuc":"x","KyHieu":"A","Nhom":"g","Quay":[],"ThuTu":1}],"ThuTuc":[]}"#,
            "MaLinhVuc"
        ),
        (
            #"{"LinhVuc":[{"MaLinhVuc":"a","TenLinhVuc":"x","KyHieu":"1","Nhom":"g","Quay":[],"ThuTu":1}],"ThuTuc":[]}"#,
            "KyHieu"
        ),
        (
            #"{"LinhVuc":[{"MaLinhVuc":"a","TenLinhVuc":"x","KyHieu":"A","Nhom":"g","Quay":["quầy"],"ThuTu":1}],"ThuTuc":[]}"#,
            "Quay"
        ),
        (
            #"{"LinhVuc":[{"MaLinhVuc":"a","TenLinhVuc":"x","KyHieu":"A","Nhom":"g","Quay":[],"ThuTu":1,"PhutPhucVu":[9,3]}],"ThuTuc":[]}"#,
            "PhutPhucVu"
        ),
    ])
    func `a file whose fields cannot be used changes nothing`(_ text: String, _ key: String) async throws {
        try await TestCentre.run { centre in
            try centre.importCatalogue(CentralSamples.catalogue)
            let file = try centre.write("c.json", text)
            let refusal = #expect(throws: CatalogueImport.Refusal.self) {
                try CatalogueImport(database: centre.database).run(
                    file: file, remark: { _ in }, gap: { _ in })
            }
            #expect(refusal?.description.contains(key) == true)
            try await centre.with("kiosk-1") { kiosk async throws in
                #expect(try await kiosk.feed().changes.count == 2)
            }
        }
    }
}
