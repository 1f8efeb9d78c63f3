import CentralContract
import Foundation
import GRDB
import KioskCore
import Testing

@testable import Central

@Suite(.timeLimit(.minutes(2)))
struct CounterTests {
    private static let nothing: [String: String] = [:]

    /// A centre with tickets of one kiosk in its hall.
    private func hall(_ tickets: [Ticket], _ test: (TestCentre) async throws -> Void) async throws {
        try await TestCentre.run { centre in
            try centre.importCatalogue(CentralSamples.catalogue)
            var journal = CentralSamples.Journal("j1")
            for ticket in tickets { try journal.append(CentralSamples.issued(ticket)) }
            let upload = journal.all
            try await centre.with("kiosk-1") { kiosk async throws in
                #expect(try await kiosk.post("/v1/journal", upload).status == 200)
            }
            try await test(centre)
        }
    }

    @Test func `eight counters that call at the same time get every ticket exactly once`() async throws {
        try await hall((1...100).map { CentralSamples.ticket($0) }) { centre in
            let console = centre.console
            let called = try await withThrowingTaskGroup(of: [String].self) { group in
                for counter in 1...8 {
                    group.addTask {
                        var mine: [String] = []
                        while true {
                            let answer = try await console.post(
                                "/v1/counters/\(counter)/call-next", Self.nothing)
                            if answer.status == 409 { return mine }
                            let ticket = try answer.value(Ticket.self)
                            mine.append(ticket.id)
                            let done = try await console.post(
                                "/v1/counters/\(counter)/done", ["ticket": ticket.id])
                            #expect(try done.value(Ticket.self).state == .served)
                        }
                    }
                }
                return try await group.reduce(into: [String]()) { $0 += $1 }
            }
            #expect(called.count == 100)
            #expect(Set(called) == Set((1...100).map { CentralSamples.ticket($0).id }))
        }
    }

    @Test func `two calls of one counter at the same time call one ticket`() async throws {
        try await hall((1...5).map { CentralSamples.ticket($0) }) { centre in
            let console = centre.console
            let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
                for _ in 1...4 {
                    group.addTask { try await console.post("/v1/counters/1/call-next", Self.nothing).status }
                }
                return try await group.reduce(into: [Int]()) { $0.append($1) }
            }
            #expect(statuses.sorted() == [200, 409, 409, 409])
        }
    }

    @Test func `a call, a recall and an end each reach a waiting feed`() async throws {
        try await hall([CentralSamples.ticket(1)]) { centre in
            try await centre.with("kiosk-1") { kiosk async throws in
                var cursor = try await kiosk.feed().cursor
                let id = CentralSamples.ticket(1).id
                let steps: [(String, [String: String], TicketState)] = [
                    ("call-next", [:], .called), ("recall", ["ticket": id], .called),
                    ("no-show", ["ticket": id], .noShow),
                ]
                for (action, body, state) in steps {
                    let seen = cursor
                    async let waiting = kiosk.feed(after: seen, wait: 25)
                    #expect(try await centre.console.post("/v1/counters/2/\(action)", body).status == 200)
                    let page = try await waiting
                    #expect(page.changes.map(\.ticket?.state) == [state])
                    #expect(page.changes.first?.ticket?.counter == "2")
                    cursor = page.cursor
                }
            }
        }
    }

    @Test func `the overview lists the waiting tickets, the next one and why, and those at other counters`()
        async throws
    {
        let tickets = [
            CentralSamples.ticket(1), CentralSamples.ticket(2), CentralSamples.ticket(3, priority: true),
            CentralSamples.ticket(1, field: "CT"),
        ]
        try await hall(tickets) { centre in
            let console = centre.console
            _ = try await console.post("/v1/counters/2/call-next", Self.nothing)
            let view: CounterOverview = try await console.get("/v1/counters/1").value()
            #expect(view.waitingCount == 2)
            #expect(view.fields.map(\.id) == ["HT"])
            #expect(view.fields.first?.waiting.map(\.number) == ["A001", "A002"])
            #expect(view.next?.number == "A001" && view.reason == "longestWait")
            #expect(view.current == nil)
            #expect(view.others == [CounterOverview.Other(counter: "2", number: "A003")])
            let list: CounterList = try await console.get("/v1/counters").value()
            #expect(list.counters.map(\.id) == ["1", "2", "3", "4", "5", "6", "7", "8", "9"])
        }
    }

    @Test func `a waiting overview returns when a ticket is issued`() async throws {
        try await hall([]) { centre in
            let console = centre.console
            let before: CounterOverview = try await console.get("/v1/counters/1").value()
            async let waiting = console.get("/v1/counters/1?after=\(before.cursor)&wait=25")
            var journal = CentralSamples.Journal("j2")
            try journal.append(CentralSamples.issued(CentralSamples.ticket(7)))
            let upload = journal.all
            try await centre.with("kiosk-2") { _ = try await $0.post("/v1/journal", upload) }
            #expect(try await waiting.value(CounterOverview.self).next?.number == "A007")
        }
    }

    @Test func `a ticket of a field that no counter serves can be called from every counter`() async throws {
        try await hall([CentralSamples.ticket(1, field: "GONE")]) { centre in
            let view: CounterOverview = try await centre.console.get("/v1/counters/9").value()
            #expect(view.fields.map(\.id) == ["CT", ""])
            #expect(try await centre.console.post("/v1/counters/9/call-next", Self.nothing).status == 200)
        }
    }

    @Test func `yesterday's tickets are not called, and leave the feed`() async throws {
        var old = CentralSamples.ticket(1)
        old.series = Series(field: "HT", dayNumber: TestCentre.day - 1)
        try await hall([old]) { centre in
            #expect(try await centre.console.post("/v1/counters/1/call-next", Self.nothing).status == 409)
            try await centre.database.pool.write { db in
                try FeedLog.expireTickets(before: TestCentre.day, in: db)
            }
            try await centre.with("kiosk-1") { kiosk async throws in
                let feed = try await kiosk.feed()
                #expect(feed.changes.allSatisfy { $0.kind == .field } && feed.remaining == 0)
            }
        }
    }

    @Test(arguments: [
        ("done", "/v1/counters/1/done", 409), ("unknown counter", "/v1/counters/77/done", 404),
        ("no counter", "/v1/counters/a%2Fb/done", 400),
    ])
    func `an action that does not apply is refused`(_ what: String, _ path: String, _ status: Int)
        async throws
    {
        try await hall([]) { centre in
            let answer = try await centre.console.post(path, ["ticket": "t1"])
            #expect(answer.status == status)
        }
    }

    @Test(arguments: [
        (["Origin": "http://evil.example"], 403), (["Sec-Fetch-Site": "cross-site"], 403),
        (["Origin": "null"], 403),
        (["Host": "evil.example"], 403), (["Content-Type": "text/plain"], 415),
        (["Content-Type": "application/x-www-form-urlencoded"], 415),
    ])
    func `a page of another site cannot act`(_ headers: [String: String], _ status: Int) async throws {
        try await hall([CentralSamples.ticket(1)]) { centre in
            let own = ["Content-Type": "application/json"]
            let answer = try await centre.console.send(
                "POST", "/v1/counters/1/call-next", headers: own.merging(headers) { $1 },
                body: Data("{}".utf8))
            #expect(answer.status == status)
            let list: CounterList = try await centre.console.get("/v1/counters").value()
            #expect(list.counters.allSatisfy { $0.current == nil })
        }
    }

    @Test func `the console's own page may act, and carries its policy`() async throws {
        try await hall([CentralSamples.ticket(1)]) { centre in
            let console = centre.console
            let headers = [
                "Origin": console.base, "Sec-Fetch-Site": "same-origin",
                "Content-Type": "application/json; charset=utf-8",
            ]
            let answer = try await console.send(
                "POST", "/v1/counters/1/call-next", headers: headers, body: Data("{}".utf8))
            #expect(answer.status == 200)
            for (path, type) in [
                ("/", "text/html"), ("/console.css", "text/css"), ("/console.js", "text/javascript"),
            ] {
                let file = try await console.get(path)
                #expect(file.status == 200 && file.type == "\(type); charset=utf-8")
            }
        }
    }
}
