import Central
import CentralContract
import Foundation
import KioskCore
import Testing

@Suite(.timeLimit(.minutes(2)))
struct FeedTests {
    @Test func `a feed gives every change once, in order, page by page`() async throws {
        try await TestCentre.run { centre in
            let lines = (1...25).map { CentralSamples.dossier("H08.99-251120-00\($0 + 10)") }
            try centre.importDossiers(lines)
            try await centre.with("kiosk-1") { kiosk async throws in
                var cursor: Int64 = 0
                var keys: [String] = []
                var remaining: [Int64] = []
                while true {
                    let page = try await kiosk.feed(after: cursor, limit: 10)
                    #expect(page.changes.map(\.sequence) == page.changes.map(\.sequence).sorted())
                    keys += page.changes.map(\.key)
                    remaining.append(page.remaining)
                    cursor = page.cursor
                    if !page.more { break }
                }
                #expect(keys == (1...25).map { "H08.99-251120-00\($0 + 10)" })
                #expect(remaining == [15, 5, 0])
                #expect(try await kiosk.feed(after: cursor).changes.isEmpty)
            }
        }
    }

    @Test func `a changed thing moves to the end, an unchanged one stays`() async throws {
        try await TestCentre.run { centre in
            try centre.importDossiers([
                CentralSamples.dossier("H08.99-251120-0001"), CentralSamples.dossier("H08.99-251120-0002"),
            ])
            try await centre.with("kiosk-1") { kiosk async throws in
                let before = try await kiosk.feed()
                let tally = try centre.importDossiers([
                    CentralSamples.dossier("H08.99-251120-0001", status: "9"),
                    CentralSamples.dossier("H08.99-251120-0002"),
                ])
                #expect(tally.changed == 1 && tally.unchanged == 1)
                let after = try await kiosk.feed(after: before.cursor)
                #expect(after.changes.map(\.key) == ["H08.99-251120-0001"])
                #expect(after.changes.first?.dossier?.status == .finished)
                #expect(
                    try await kiosk.feed().changes.map(\.key) == ["H08.99-251120-0002", "H08.99-251120-0001"])
            }
        }
    }

    @Test func `what leaves the catalogue becomes a tombstone`() async throws {
        try await TestCentre.run { centre in
            try centre.importCatalogue(CentralSamples.catalogue)
            try await centre.with("kiosk-1") { kiosk async throws in
                let before = try await kiosk.feed()
                #expect(before.changes.map(\.kind) == [.field, .field])
                try centre.importCatalogue("{\"LinhVuc\": [], \"ThuTuc\": []}")
                let after = try await kiosk.feed(after: before.cursor)
                #expect(after.changes.map(\.key) == ["CT", "HT"])
                #expect(after.changes.allSatisfy { $0.isTombstone })
            }
        }
    }

    @Test func `an import by another process wakes a waiting feed`() async throws {
        try await TestCentre.run { centre in
            try await centre.with("kiosk-1") { kiosk async throws in
                async let waiting = kiosk.feed(wait: 25)
                // Another connection to the same file is what another process would have.
                let other = try CentralDatabase(path: centre.database.path)
                try centre.importDossiers([CentralSamples.dossier()], into: other)
                #expect(try await waiting.changes.map(\.key) == ["H08.99-251120-0001"])
            }
        }
    }

    @Test func `a cursor of another feed starts from the beginning`() async throws {
        try await TestCentre.run { centre in
            try centre.importDossiers([CentralSamples.dossier()])
            try await centre.with("kiosk-1") { kiosk async throws in
                let own = try await kiosk.feed()
                let page = try await kiosk.feed(after: 900, wait: 25, feed: String(repeating: "0", count: 32))
                #expect(page == own)
                #expect(try await kiosk.feed(after: own.cursor, feed: own.feed).changes.isEmpty)
                try centre.database.renewFeed()
                #expect(try await kiosk.feed(after: own.cursor, feed: own.feed).changes == own.changes)
            }
        }
    }

    @Test(arguments: [
        "after=-1", "after=1e3", "after=9007199254740992", "after=", "limit=0", "limit=1001", "wait=26",
        "wait=x",
        "feed=zz", "feed=", "colour=blue", "after=1&after=2", "after=%00", "limit=٣",
    ])
    func `a query outside the contract is refused`(_ query: String) async throws {
        try await TestCentre.run { centre in
            try await centre.with("kiosk-1") { kiosk async throws in
                let encoded = query.addingPercentEncoding(withAllowedCharacters: .urlFragmentAllowed) ?? query
                let answer = try await kiosk.get("/v1/feed?\(encoded)")
                #expect(answer.status == 400)
                #expect(answer.type == "application/problem+json")
                #expect(try answer.value(Problem.self).status == 400)
            }
        }
    }

    @Test func `a cursor beyond the feed is refused with the remedy`() async throws {
        try await TestCentre.run { centre in
            try await centre.with("kiosk-1") { kiosk async throws in
                let answer = try await kiosk.get("/v1/feed?after=7")
                #expect(answer.status == 409)
                #expect(try answer.value(Problem.self).detail?.contains("renew-feed") == true)
            }
        }
    }

    @Test func `a client without a certificate of the authority is refused`() async throws {
        try await TestCentre.run { centre in
            try await centre.with(nil) { stranger async throws in
                await #expect(throws: (any Error).self) { try await stranger.get("/v1/health") }
            }
            try await centre.with("kiosk-1") { kiosk async throws in
                #expect(try await kiosk.get("/v1/health").status == 200)
            }
        }
    }

    @Test(arguments: [
        ("POST", "/v1/health"), ("DELETE", "/v1/feed"), ("GET", "/v1/journal"),
        ("TRACE", "/v1/dossiers/ABCD"),
    ])
    func `a wrong method is refused with the allowed ones`(_ method: String, _ path: String) async throws {
        try await TestCentre.run { centre in
            try await centre.with("kiosk-1") { kiosk async throws in
                let answer = try await kiosk.send(method, path)
                #expect(answer.status == 405)
                #expect(answer.allow == (path == "/v1/journal" ? "POST" : "GET"))
            }
        }
    }
}

extension TestCentre {
    @discardableResult
    func importDossiers(_ lines: [String], into other: CentralDatabase? = nil) throws -> ImportSummary {
        let file = try write("\(UUID().uuidString).ndjson", lines.joined(separator: "\n"))
        return try DossierImport(database: other ?? database, now: { Self.now })
            .run(file: file, remark: { Issue.record("\($0)") })
    }

    @discardableResult
    func importCatalogue(_ text: String) throws -> ImportSummary {
        let file = try write("\(UUID().uuidString).json", text)
        return try CatalogueImport(database: database)
            .run(file: file, remark: { Issue.record("\($0)") }, gap: { Issue.record("\($0)") })
    }
}
