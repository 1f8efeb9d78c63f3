import CentralContract
import KioskCore
import Testing

@testable import KioskStore

@Suite struct FeedTests {
    let fixture: StoreFixture
    let store: KioskStore

    init() throws {
        fixture = try StoreFixture()
        store = try fixture.open()
    }

    private static let code = DossierCode(canonical: "H08.99-251120-0001")

    private func facts(
        _ status: DossierStatus = .processing, updated: Int64 = 0, wording: String? = nil
    ) -> DossierFacts {
        DossierFacts(
            code: Self.code, status: status, sourceWording: wording, step: 2, stepCount: 4,
            dueAt: StoreFixture.morning, resultCount: 3, revokedResults: [2, 3],
            updatedAt: StoreFixture.morning.advanced(bySeconds: updated))
    }

    private func foreign(_ ordinal: Int, prefix: String = "A", id: String = "other") -> Ticket {
        Ticket(
            id: id, series: Series(field: "ho-tich", dayNumber: StoreFixture.today),
            number: QueueNumber(prefix: prefix, ordinal: ordinal), token: "KT1:MAU:20260105:A:\(ordinal):X",
            issuedAt: StoreFixture.morning)
    }

    @Test func `a dossier is read exactly as the feed contained it`() throws {
        let sent = facts(wording: "Đang thẩm định")
        try store.feed([.dossier(sent)])
        #expect(try store.dossier(Self.code)?.facts == sent)
        #expect(try store.dossier(Self.code)?.confirmedAt == StoreFixture.morning)
    }

    @Test func `a tombstone removes a dossier`() throws {
        try store.feed([.dossier(facts())])
        try store.feed([.removed(.dossier, Self.code.text)])
        #expect(try store.dossier(Self.code) == nil)
    }

    @Test func `facts that are older than those here change nothing`() throws {
        try store.remember(facts(.finished, updated: 60), at: StoreFixture.morning)
        try store.feed([.dossier(facts(.processing, updated: 0))])
        #expect(try store.dossier(Self.code)?.facts.status == .finished)
        try store.feed([.dossier(facts(.returned, updated: 120))])
        #expect(try store.dossier(Self.code)?.facts.status == .returned)
    }

    @Test func `an empty page confirms dossiers of the feed, but not those that were looked up`() throws {
        let asked = DossierCode(canonical: "H08.99-251120-0002")
        try store.feed([.dossier(facts())])
        var other = facts()
        other.code = asked
        try store.remember(other, at: StoreFixture.morning)
        let later = StoreFixture.morning.advanced(bySeconds: 600)
        let silence = FeedPage(feed: "f1", cursor: 1, more: false, remaining: 0, changes: [])
        #expect(try store.apply(silence, after: 1, at: later) == FeedPosition(feed: "f1", cursor: 1))
        #expect(try store.dossier(Self.code)?.confirmedAt == later)
        #expect(try store.dossier(asked)?.confirmedAt == StoreFixture.morning)
    }

    @Test func `another feed empties the caches and is read from its beginning, but own tickets stay`() throws
    {
        let own = try store.issue("t1")
        try store.feed([.dossier(facts()), .field(.land), .ticket(foreign(7))])
        let page = FeedPage(
            feed: "f2", cursor: 9, more: false, remaining: 0, changes: [.field(.civilStatus, sequence: 9)])
        #expect(
            try store.apply(page, after: 3, at: StoreFixture.morning) == FeedPosition(feed: "f2", cursor: 0))
        #expect(try store.dossier(Self.code) == nil)
        #expect(try store.fields().isEmpty)
        #expect(try store.ticket("other") == nil)
        #expect(try store.ticket("t1") == own)
        #expect(try store.pendingCount == 1)
        #expect(try store.issue("t2").number.ordinal == 8, "the number another kiosk gave stays taken")
    }

    @Test func `a page that does not follow is not applied`() throws {
        try store.feed([.field(.land)])
        let late = FeedPage(
            feed: "f1", cursor: 5, more: false, remaining: 0,
            changes: [.removed(.field, "dat-dai", sequence: 5)])
        #expect(
            try store.apply(late, after: 0, at: StoreFixture.morning) == FeedPosition(feed: "f1", cursor: 1))
        #expect(try store.fields() == [.land])
    }

    @Test func `of an own ticket only state and counter are taken from the feed`() throws {
        let own = try store.issue("t1")
        try store.recordPrint("t1", .confirmed, at: StoreFixture.morning)
        var sent = own
        sent.state = .called
        sent.counter = "1"
        sent.number = QueueNumber(prefix: "Z", ordinal: 9)
        sent.printState = .failed
        try store.feed([.ticket(sent)])
        let ticket = try #require(try store.ticket("t1"))
        #expect(ticket.state == .called && ticket.counter == "1")
        #expect(ticket.number == own.number && ticket.printState == .confirmed)
        try store.feed([.removed(.ticket, "t1")])
        #expect(try store.ticket("t1") != nil)
    }

    @Test func `the number of another kiosk is not given again`() throws {
        try store.feed([.ticket(foreign(17))])
        #expect(try store.issue("t1").number.description == "A018")
        #expect(try store.hall(on: StoreFixture.today).tickets.issued == 1)
        #expect(try store.hall(on: StoreFixture.today).waiting == ["ho-tich": 2])
        try store.feed([.removed(.ticket, "other")])
        #expect(try store.ticket("other") == nil)
        #expect(try store.issue("t2").number.description == "A019")
    }

    @Test(arguments: [-1, 0, 100_000, Int.max])
    func `a number that no series can reach is ignored`(ordinal: Int) throws {
        try store.feed([.ticket(foreign(ordinal))])
        #expect(try store.issue("t1").number.description == "A001")
    }

    @Test func `the position survives closing`() throws {
        try store.feed([.field(.land), .field(.civilStatus)])
        try store.close()
        #expect(try fixture.open().feedPosition() == FeedPosition(feed: "f1", cursor: 2))
    }
}
