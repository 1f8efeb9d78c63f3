import KioskCore
import Testing

@testable import KioskStore

@Suite struct IssueTests {
    let fixture: StoreFixture
    let store: KioskStore

    init() throws {
        fixture = try StoreFixture()
        store = try fixture.open()
    }

    @Test func `numbers of a field follow one another and fields do not mix`() throws {
        let numbers = try [
            store.issue("t1"), store.issue("t2"), store.issue("t3", .land), store.issue("t4"),
        ].map(\.number.description)
        #expect(numbers == ["A001", "A002", "B001", "A003"])
    }

    @Test func `a repeated touch gives the same ticket and no second journal entry`() throws {
        let first = try store.issue("t1")
        let again = try store.issue("t1", .land, at: StoreFixture.morning.advanced(bySeconds: 9))
        #expect(first == again)
        #expect(try store.events().count == 1)
        #expect(try store.hall(on: StoreFixture.today).tickets.issued == 1)
    }

    @Test func `the journal entry holds the whole ticket`() throws {
        let ticket = try store.issue("t1", isPriority: true)
        let event = try #require(try store.events().first)
        #expect(event.kind == .ticketIssued)
        #expect(event.ticket == ticket)
        #expect(ticket.isPriority)
    }

    @Test func `a new day begins at one, and a clock that jumps back is not trusted`() throws {
        try store.issue("t1")
        let tomorrow = StoreFixture.morning.advanced(bySeconds: 86_400)
        #expect(try store.issue("t2", at: tomorrow).number.description == "A001")
        let late = try store.issue("t3", at: StoreFixture.morning)
        #expect(late.number.description == "A002")
        #expect(late.series.day == 2026_01_06)
    }

    @Test func `a clock that was confirmed is accepted, and its day continues`() throws {
        try store.issue("t1")
        try store.issue("t2", at: StoreFixture.morning.advanced(bySeconds: 86_400))
        try store.acceptClock(StoreFixture.morning)
        let ticket = try store.issue("t3")
        #expect(ticket.number.description == "A002")
        #expect(ticket.series.day == StoreFixture.today)
    }

    @Test func `the day turns at midnight in Vietnam`() throws {
        let lastMinute = Timestamp(
            try #require(CivilDate(year: 2026, month: 1, day: 5)), hour: 23, minute: 59)
        #expect(try store.issue("t1", at: lastMinute).series.day == StoreFixture.today)
        #expect(try store.issue("t2", at: lastMinute.advanced(bySeconds: 60)).series.day == 2026_01_06)
    }

    @Test func `the token of a ticket is well formed and genuine`() throws {
        let ticket = try store.issue("t1")
        let token = try #require(TicketToken(parsing: ticket.token))
        #expect(ticket.token.hasPrefix("KT1:MAU:20260105:A:1:"))
        #expect(token.mac.count == 10)
        #expect(store.isGenuine(token))
    }

    @Test func `a token with any part changed is not genuine`() throws {
        let genuine = try #require(TicketToken(parsing: try store.issue("t1").token))
        for change in [
            { $0.site = "MAV" }, { $0.day += 1 }, { $0.prefix = "B" }, { $0.ordinal += 1 }, { $0.mac = "" },
            { $0.mac = String($0.mac.reversed()) }, { $0.mac += "A" },
        ] as [(inout TicketToken) -> Void] {
            var token = genuine
            change(&token)
            #expect(!store.isGenuine(token), "\(token.text)")
        }
    }

    @Test func `a token under another key is not genuine`() throws {
        let ticket = try store.issue("t1")
        let other = try StoreFixture()
        let identity = StoreIdentity(site: "MAU", kiosk: "K1", siteKey: Array(repeating: 8, count: 32))
        let (stranger, _) = try KioskStore.open(at: other.path, identity: identity, now: StoreFixture.morning)
        #expect(!stranger.isGenuine(try #require(TicketToken(parsing: ticket.token))))
    }

    @Test func `tickets and numbers survive closing and opening`() throws {
        let ticket = try store.issue("t1")
        try store.close()
        let (again, report) = try fixture.openWithReport()
        #expect(report == .opened)
        #expect(try again.ticket("t1") == ticket)
        #expect(try again.issue("t2").number.description == "A002")
    }

    @Test func `a closed store throws instead of doing something else`() throws {
        try store.close()
        #expect(throws: StoreFault.self) { try store.issue("t1") }
    }
}
