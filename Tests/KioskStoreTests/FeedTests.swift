import CentralContract
import KioskCore
import Testing

@testable import KioskStore

@Suite struct FeedTests {
    let bench: Workbench
    let store: KioskStore

    init() throws {
        bench = try Workbench()
        store = try bench.open()
    }

    private static let code = DossierCode(canonical: "H08.99-251120-0001")

    private func facts(
        _ status: DossierStatus = .processing, updated: Int64 = 0, wording: String? = nil
    ) -> DossierFacts {
        DossierFacts(
            code: Self.code, status: status, sourceWording: wording, step: 2, stepCount: 4,
            dueAt: Workbench.morning, resultCount: 3, revokedResults: [2, 3],
            updatedAt: Workbench.morning.advanced(bySeconds: updated))
    }

    private func foreign(_ ordinal: Int, prefix: String = "A", id: String = "other") -> Ticket {
        Ticket(
            id: id, series: Series(field: "ho-tich", dayNumber: Workbench.today),
            number: QueueNumber(prefix: prefix, ordinal: ordinal), token: "KT1:MAU:20260105:A:\(ordinal):X",
            issuedAt: Workbench.morning)
    }

    @Test func `a dossier comes back exactly as the feed told it`() throws {
        let told = facts(wording: "Đang thẩm định")
        try store.feed([.dossier(told)])
        #expect(try store.dossier(Self.code)?.facts == told)
        #expect(try store.dossier(Self.code)?.confirmedAt == Workbench.morning)
    }

    @Test func `a tombstone removes a dossier`() throws {
        try store.feed([.dossier(facts())])
        try store.feed([.removed(.dossier, Self.code.text)])
        #expect(try store.dossier(Self.code) == nil)
    }

    @Test func `facts that are older than those here change nothing`() throws {
        try store.remember(facts(.finished, updated: 60), at: Workbench.morning)
        try store.feed([.dossier(facts(.processing, updated: 0))])
        #expect(try store.dossier(Self.code)?.facts.status == .finished)
        try store.feed([.dossier(facts(.returned, updated: 120))])
        #expect(try store.dossier(Self.code)?.facts.status == .returned)
    }

    @Test func `a feed without news confirms what it told, but not what was asked for beside it`() throws {
        let asked = DossierCode(canonical: "H08.99-251120-0002")
        try store.feed([.dossier(facts())])
        var other = facts()
        other.code = asked
        try store.remember(other, at: Workbench.morning)
        let later = Workbench.morning.advanced(bySeconds: 600)
        let silence = FeedPage(feed: "f1", cursor: 1, more: false, remaining: 0, changes: [])
        #expect(try store.apply(silence, after: 1, at: later) == FeedPosition(feed: "f1", cursor: 1))
        #expect(try store.dossier(Self.code)?.confirmedAt == later)
        #expect(try store.dossier(asked)?.confirmedAt == Workbench.morning)
    }

    @Test func `another feed empties the caches and begins at its beginning, but own tickets stay`() throws {
        let own = try store.take("t1")
        try store.feed([.dossier(facts()), .field(.land), .ticket(foreign(7))])
        let page = FeedPage(
            feed: "f2", cursor: 9, more: false, remaining: 0, changes: [.field(.civilStatus, sequence: 9)])
        #expect(try store.apply(page, after: 3, at: Workbench.morning) == FeedPosition(feed: "f2", cursor: 0))
        #expect(try store.dossier(Self.code) == nil)
        #expect(try store.fields().isEmpty)
        #expect(try store.ticket("other") == nil)
        #expect(try store.ticket("t1") == own)
        #expect(try store.pendingCount == 1)
        #expect(try store.take("t2").number.ordinal == 8, "the number another kiosk gave stays taken")
    }

    @Test func `a page that does not follow is not applied`() throws {
        try store.feed([.field(.land)])
        let late = FeedPage(
            feed: "f1", cursor: 5, more: false, remaining: 0,
            changes: [.removed(.field, "dat-dai", sequence: 5)])
        #expect(try store.apply(late, after: 0, at: Workbench.morning) == FeedPosition(feed: "f1", cursor: 1))
        #expect(try store.fields() == [.land])
    }

    @Test func `of an own ticket only state and counter are believed`() throws {
        let own = try store.take("t1")
        try store.recordPrint("t1", .confirmed, at: Workbench.morning)
        var told = own
        told.state = .called
        told.counter = "1"
        told.number = QueueNumber(prefix: "Z", ordinal: 9)
        told.printState = .failed
        try store.feed([.ticket(told)])
        let ticket = try #require(try store.ticket("t1"))
        #expect(ticket.state == .called && ticket.counter == "1")
        #expect(ticket.number == own.number && ticket.printState == .confirmed)
        try store.feed([.removed(.ticket, "t1")])
        #expect(try store.ticket("t1") != nil)
    }

    @Test func `the number of another kiosk is not given again`() throws {
        try store.feed([.ticket(foreign(17))])
        #expect(try store.take("t1").number.description == "A018")
        #expect(try store.hall(on: Workbench.today).tickets.issued == 1)
        #expect(try store.hall(on: Workbench.today).waiting == ["ho-tich": 2])
        try store.feed([.removed(.ticket, "other")])
        #expect(try store.ticket("other") == nil)
        #expect(try store.take("t2").number.description == "A019")
    }

    @Test(arguments: [-1, 0, 100_000, Int.max])
    func `a number that no series can reach is not believed`(ordinal: Int) throws {
        try store.feed([.ticket(foreign(ordinal))])
        #expect(try store.take("t1").number.description == "A001")
    }

    @Test func `the position survives closing`() throws {
        try store.feed([.field(.land), .field(.civilStatus)])
        try store.close()
        #expect(try bench.open().feedPosition() == FeedPosition(feed: "f1", cursor: 2))
    }
}
