import Central
import CentralContract
import Foundation
import KioskCore
import Testing

@Suite(.timeLimit(.minutes(2)))
struct ImportTests {
    /// Imports lines into a fresh database; answers with the tally, the remarks and what came out.
    private func importing(
        _ text: String, twice: Bool = false
    ) async throws -> (tally: ImportSummary, remarks: [String], feed: [FeedChange]) {
        var result: (ImportSummary, [String], [FeedChange]) = (ImportSummary(), [], [])
        try await TestCentre.run { centre in
            let file = try centre.write("lines.ndjson", text)
            var remarks: [String] = []
            let importer = DossierImport(database: centre.database, now: { TestCentre.now })
            var tally = try importer.run(file: file, remark: { remarks.append($0.description) })
            if twice { tally = try importer.run(file: file, remark: { _ in }) }
            try await centre.with("kiosk-1") { kiosk async throws in
                result = (tally, remarks, try await kiosk.feed().changes)
            }
        }
        return result
    }

    @Test(arguments: [
        ("{\"MaHoSo\":", "not a JSON object in UTF-8"),
        ("[1]", "not a JSON object in UTF-8"),
        ("{}", "MaHoSo is missing"),
        (#"{"MaHoSo":7}"#, "MaHoSo must be another kind of value"),
        (#"{"MaHoSo":"H08.99-251120-0001"}"#, "MaTTHC is missing"),
        (CentralSamples.dossier("H08.99-250230-0001"), "MaHoSo must be a code with a real date"),
        (CentralSamples.dossier("H08.99-270101-0001"), "MaHoSo must be a code whose date has come"),
        (CentralSamples.dossier("Hồ sơ"), "MaHoSo must be a dossier code"),
        (CentralSamples.dossier("999090000017"), "MaHoSo must be a dossier code"),
        (CentralSamples.dossier(status: "11"), "TrangThaiHoSo must be a whole number from 1 to 10"),
        (CentralSamples.dossier(status: "\"bốn\""), "TrangThaiHoSo must be a whole number from 1 to 10"),
        (
            CentralSamples.dossier(more: #","BuocHienTai":7,"TongSoBuoc":5"#),
            "BuocHienTai must be a whole number from 1 to TongSoBuoc"
        ),
        (
            CentralSamples.dossier(more: #","BuocHienTai":1"#),
            "TongSoBuoc must be a whole number from 1 to 99"
        ),
        (
            CentralSamples.dossier(more: #","TinhTrangNguon":"x\u001b[2J""#),
            "TinhTrangNguon must be at most 200 characters on one line"
        ),
        (
            CentralSamples.dossier(more: #","TinhTrangNguon":"a\u202eb""#),
            "TinhTrangNguon must be at most 200 characters on one line"
        ),
        (
            CentralSamples.dossier(more: #","NgayCapNhat":"20261131000000""#),
            "NgayCapNhat must be a time as yyyyMMddHHmmss"
        ),
        (
            CentralSamples.dossier(more: #","NgayCapNhat":"2026-11-21""#),
            "NgayCapNhat must be a time as yyyyMMddHHmmss"
        ),
        (
            CentralSamples.dossier(more: #","DanhSachGiayToKetQua":[{"NgayHuyHieuLuc":"hôm qua"}]"#),
            "NgayHuyHieuLuc must be a time as yyyyMMddHHmmss"
        ),
        (String(repeating: "x", count: 300_000), "longer than 262144 bytes"),
        (String(repeating: "x", count: 3_000_000), "longer than 262144 bytes"),
    ])
    func `a bad line is reported by number and reason, never by content, and the others are imported`(
        _ line: String, _ reason: String
    ) async throws {
        let good = (
            CentralSamples.dossier("H08.99-251120-0001"), CentralSamples.dossier("H08.99-251120-0002")
        )
        let (tally, remarks, feed) = try await importing("\(good.0)\n\(line)\r\n\n\(good.1)")
        #expect(remarks == ["line 2: \(reason)"])
        #expect(feed.map(\.key) == ["H08.99-251120-0001", "H08.99-251120-0002"])
        #expect(tally.exitStatus == 1)
    }

    @Test(arguments: [
        ("", 0), ("\n \n", 0), ("{}\n", 2), ("\u{FEFF}" + CentralSamples.dossier() + "\r\n", 0),
        (CentralSamples.dossier() + "\n{}", 1), (CentralSamples.dossier(status: "\"4\""), 0),
    ])
    func `the exit status distinguishes all, some and none`(_ text: String, _ status: Int) async throws {
        #expect(try await importing(text).tally.exitStatus == status)
    }

    @Test func `results, steps, wording and dates are imported`() async throws {
        let line = CentralSamples.dossier(
            "00042/2026/99906", status: "10",
            more: #"""
                ,"TinhTrangNguon":"Bảo hiểm xã hội đã trả kết quả","NgayCapNhat":"20261120093000",
                "DanhSachGiayToKetQua":[{"MaKetQua":"00042/2026/99906-KQ1"},
                {"MaKetQua":"00042/2026/99906-KQ(2)","NgayHuyHieuLuc":"20261101080000"},{"NgayHuyHieuLuc":""}]
                """#.replacing("\n", with: ""))
        let facts = try #require(try await importing(line).feed.first?.dossier)
        #expect(facts.status == .returned && facts.step == 5 && facts.stepCount == 5)
        #expect(facts.sourceWording == "Bảo hiểm xã hội đã trả kết quả")
        #expect(facts.resultCount == 3 && facts.revokedResults == [2])
        let day = try #require(CivilDate(year: 2026, month: 11, day: 20))
        #expect(facts.updatedAt == Timestamp(day, hour: 9, minute: 30))
        let due = try #require(CivilDate(year: 2027, month: 11, day: 20))
        #expect(facts.dueAt == Timestamp(due, hour: 17))
    }

    @Test func `many lines are imported, and the same file again changes nothing`() async throws {
        let lines = (1...3000).map { CentralSamples.dossier("H08.99-251120-\(10_000 + $0)") }.joined(
            separator: "\n")
        let (tally, remarks, _) = try await importing(lines, twice: true)
        #expect(tally.changed == 0 && tally.unchanged == 3000 && remarks.isEmpty)
    }

    @Test func `the demonstration's catalogue and dossiers are imported completely`() async throws {
        let demo = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appending(path: "../../demo")
            .standardized
        try await TestCentre.run { centre in
            var gaps: [String] = []
            let catalogue = try CatalogueImport(database: centre.database).run(
                file: demo.appending(path: "catalogue.json").path, remark: { Issue.record("\($0)") },
                gap: { gaps.append($0.description) })
            #expect(catalogue.refused == 0 && catalogue.changed > 100)
            #expect(gaps == ["2.000930: lacks item 6, 8 of the eleven"])
            let dossiers = try DossierImport(database: centre.database, now: { TestCentre.now }).run(
                file: demo.appending(path: "dossiers.ndjson").path, remark: { Issue.record("\($0)") })
            #expect(dossiers.refused == 0 && dossiers.changed > 50)
            var bad: [String] = []
            let errors = try DossierImport(database: centre.database, now: { TestCentre.now }).run(
                file: demo.appending(path: "dossiers-with-errors.ndjson").path,
                remark: { bad.append($0.place) })
            #expect(bad == [2, 4, 5, 6, 7, 10, 11, 12, 13].map { "line \($0)" })
            #expect(errors.exitStatus == 1)
        }
    }

    @Test func `progress is reported only if it takes long`() {
        var terminal = ImportProgress(isTerminal: true)
        #expect(terminal.percent(done: 0.5, after: .seconds(4)) == nil)
        #expect(terminal.percent(done: 0.11, after: .seconds(2)) == 11)
        #expect(terminal.percent(done: 0.115, after: .seconds(3)) == nil)
        var log = ImportProgress(isTerminal: false)
        #expect(log.percent(done: 0.04, after: .seconds(1)) == nil)
        #expect(log.percent(done: 0.13, after: .seconds(3)) == 10)
        #expect(log.percent(done: 0.14, after: .seconds(4)) == nil)
        #expect(log.percent(done: 1, after: .seconds(30)) == 100)
    }
}
