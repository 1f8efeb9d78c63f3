import CentralContract
import Foundation
import KioskCore
import Testing

@Suite(.timeLimit(.minutes(2)))
struct JournalTests {
    @Test func `tickets of a journal reach the feed, and repeats change nothing`() async throws {
        try await TestCentre.run { centre in
            var journal = CentralSamples.Journal("j1")
            for ordinal in 1...5 { try journal.append(CentralSamples.issued(CentralSamples.ticket(ordinal))) }
            try await centre.with("kiosk-1") { kiosk async throws in
                // Overlapping, repeated and interrupted uploads, as after lost answers.
                for (range, taken) in [(0..<2, 2), (0..<2, 2), (1..<4, 4), (0..<5, 5), (2..<5, 5)] {
                    let answer = try await kiosk.post("/v1/journal", journal.upload(range))
                    #expect(try answer.value(JournalReceipt.self).acknowledged == Int64(taken))
                }
                let feed = try await kiosk.feed()
                #expect(feed.changes.compactMap(\.ticket?.number.ordinal) == [1, 2, 3, 4, 5])
                #expect(feed.changes.last?.sequence == 5)
            }
        }
    }

    @Test func `many uploads at once count every ticket once`() async throws {
        try await TestCentre.run { centre in
            var journal = CentralSamples.Journal("j1")
            for ordinal in 1...60 {
                try journal.append(CentralSamples.issued(CentralSamples.ticket(ordinal)))
            }
            let whole = journal
            try await centre.with("kiosk-1") { kiosk async throws in
                try await withThrowingTaskGroup(of: Int.self) { group in
                    for end in stride(from: 5, through: 60, by: 5) {
                        group.addTask { try await kiosk.post("/v1/journal", whole.upload(0..<end)).status }
                    }
                    for try await status in group { #expect(status == 200) }
                }
                let tickets = try await kiosk.feed().changes.compactMap(\.ticket?.id)
                #expect(tickets.count == 60 && Set(tickets).count == 60)
            }
        }
    }

    @Test func `an event counts once, even in another journal of a replaced store`() async throws {
        try await TestCentre.run { centre in
            let ticket = CentralSamples.ticket(1)
            let again = JournalEvent(
                id: "again", kind: .ticketReprinted, at: TestCentre.now, ticketID: ticket.id)
            var first = CentralSamples.Journal("j1")
            for event in [CentralSamples.issued(ticket), again] { try first.append(event) }
            var second = CentralSamples.Journal("j2")
            for event in [CentralSamples.issued(ticket), again] { try second.append(event) }
            try await centre.with("kiosk-1") { kiosk async throws in
                #expect(try await kiosk.post("/v1/journal", first.all).status == 200)
                #expect(try await kiosk.post("/v1/journal", second.all).status == 200)
                #expect(try await kiosk.feed().changes.count == 1)
            }
            try centre.importCatalogue(CentralSamples.catalogue)
            let called = try await centre.console.post("/v1/counters/1/call-next", [String: String]())
            #expect(try called.value(Ticket.self).reprints == 1)
        }
    }

    @Test func `two kiosks have journals of their own`() async throws {
        try await TestCentre.run { centre in
            for kiosk in ["kiosk-1", "kiosk-2"] {
                var journal = CentralSamples.Journal("j1")
                try journal.append(CentralSamples.issued(CentralSamples.ticket(1, kiosk: kiosk)))
                let upload = journal.all
                try await centre.with(kiosk) { caller async throws in
                    #expect(try await caller.post("/v1/journal", upload).status == 200)
                }
            }
            try await centre.with("kiosk-1") { kiosk async throws in
                #expect(try await kiosk.feed().changes.count == 2)
            }
        }
    }

    enum Forgery: CaseIterable {
        case gap, otherHashForKnown, hashOfOtherContent, brokenChain
    }

    @Test(arguments: Forgery.allCases)
    func `a journal that does not continue is refused, and its good part kept`(_ forgery: Forgery)
        async throws
    {
        try await TestCentre.run { centre in
            var journal = CentralSamples.Journal("j1")
            for ordinal in 1...4 { try journal.append(CentralSamples.issued(CentralSamples.ticket(ordinal))) }
            let good = journal
            try await centre.with("kiosk-1") { kiosk async throws in
                #expect(try await kiosk.post("/v1/journal", good.upload(0..<2)).status == 200)
                var bad = good.upload(2..<4)
                switch forgery {
                case .gap: bad.entries.removeFirst()
                case .otherHashForKnown:
                    bad.entries = [
                        CentralSamples.entry(2, good.entries[1].event + " ", after: good.entries[0].hash)
                    ]
                case .hashOfOtherContent: bad.entries[1].event += " "
                case .brokenChain:
                    bad.entries[1] = CentralSamples.entry(
                        4, bad.entries[1].event, after: JournalEntry.genesis)
                }
                let answer = try await kiosk.post("/v1/journal", bad)
                #expect(answer.status == 409)
                let sequence = forgery == .otherHashForKnown ? "Entry 2:" : "Entry 4:"
                #expect(try answer.value(Problem.self).detail?.hasPrefix(sequence) == true)

                let kept = try await kiosk.post("/v1/journal", JournalUpload(journal: "j1", entries: []))
                let length: Int64 = forgery == .gap || forgery == .otherHashForKnown ? 2 : 3
                #expect(try kept.value(JournalReceipt.self).acknowledged == length)
                #expect(try await kiosk.post("/v1/journal", good.all).status == 200)
            }
        }
    }

    @Test func `an event of a newer kiosk is kept in the chain and blocks nothing`() async throws {
        try await TestCentre.run { centre in
            var journal = CentralSamples.Journal("j1")
            try journal.append(text: #"{"id":"e1","kind":"teleported","at":1}"#)
            try journal.append(text: "not even JSON")
            try journal.append(CentralSamples.issued(CentralSamples.ticket(1)))
            let upload = journal.all
            try await centre.with("kiosk-1") { kiosk async throws in
                let answer = try await kiosk.post("/v1/journal", upload)
                #expect(try answer.value(JournalReceipt.self).acknowledged == 3)
                #expect(try await kiosk.feed().changes.count == 1)
            }
        }
    }

    @Test(arguments: [
        ("not JSON", 400), ("[]", 400), ("{}", 400), (#"{"journal":"j","entries":[],"more":1}"#, 400),
        (#"{"journal":"j j","entries":[]}"#, 400), (#"{"journal":"j","entries":[{}]}"#, 400),
        (#"{"journal":"j","entries":[{"sequence":0,"event":"e","previousHash":"","hash":""}]}"#, 400),
        ("{\"journal\":\"" + String(repeating: "j", count: 5 << 20) + "\"}", 413),
    ])
    func `a body outside the contract is refused`(_ body: String, _ status: Int) async throws {
        try await TestCentre.run { centre in
            try await centre.with("kiosk-1") { kiosk async throws in
                let answer = try await kiosk.send(
                    "POST", "/v1/journal", headers: ["Content-Type": "application/json"],
                    body: Data(body.utf8))
                #expect(answer.status == status)
                #expect(answer.type == "application/problem+json")
            }
        }
    }

    @Test func `a body that is not declared as JSON is refused`() async throws {
        try await TestCentre.run { centre in
            try await centre.with("kiosk-1") { kiosk async throws in
                let answer = try await kiosk.send(
                    "POST", "/v1/journal", headers: ["Content-Type": "text/plain"], body: Data("{}".utf8))
                #expect(answer.status == 415)
            }
        }
    }
}
