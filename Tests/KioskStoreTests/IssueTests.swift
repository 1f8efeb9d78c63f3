import KioskCore
import Testing

@testable import KioskStore

@Suite struct IssueTests {
    let bench: Workbench
    let store: KioskStore

    init() throws {
        bench = try Workbench()
        store = try bench.open()
    }

    @Test func `numbers of a field follow one another and fields do not mix`() throws {
        let numbers = try [
            store.take("t1"), store.take("t2"), store.take("t3", .land), store.take("t4"),
        ].map(\.number.description)
        #expect(numbers == ["A001", "A002", "B001", "A003"])
    }

    @Test func `a repeated touch gives the same ticket and no second journal entry`() throws {
        let first = try store.take("t1")
        let again = try store.take("t1", .land, at: Workbench.morning.advanced(bySeconds: 9))
        #expect(first == again)
        #expect(try store.events().count == 1)
        #expect(try store.hall(on: Workbench.today).tickets.issued == 1)
    }

    @Test func `the journal entry holds the whole ticket`() throws {
        let ticket = try store.take("t1", isPriority: true)
        let event = try #require(try store.events().first)
        #expect(event.kind == .ticketIssued)
        #expect(event.ticket == ticket)
        #expect(ticket.isPriority)
    }

    @Test func `a new day begins at one, and a clock that jumps back is not believed`() throws {
        try store.take("t1")
        let tomorrow = Workbench.morning.advanced(bySeconds: 86_400)
        #expect(try store.take("t2", at: tomorrow).number.description == "A001")
        let late = try store.take("t3", at: Workbench.morning)
        #expect(late.number.description == "A002")
        #expect(late.series.day == 2026_01_06)
    }

    @Test func `a clock that somebody vouches for is believed and its day goes on`() throws {
        try store.take("t1")
        try store.take("t2", at: Workbench.morning.advanced(bySeconds: 86_400))
        try store.acceptClock(Workbench.morning)
        let ticket = try store.take("t3")
        #expect(ticket.number.description == "A002")
        #expect(ticket.series.day == Workbench.today)
    }

    @Test func `the day turns at midnight in Vietnam`() throws {
        let lastMinute = Timestamp(
            try #require(CivilDate(year: 2026, month: 1, day: 5)), hour: 23, minute: 59)
        #expect(try store.take("t1", at: lastMinute).series.day == Workbench.today)
        #expect(try store.take("t2", at: lastMinute.advanced(bySeconds: 60)).series.day == 2026_01_06)
    }

    @Test func `the token of a ticket is well formed and genuine`() throws {
        let ticket = try store.take("t1")
        let token = try #require(TicketToken(parsing: ticket.token))
        #expect(ticket.token.hasPrefix("KT1:MAU:20260105:A:1:"))
        #expect(token.mac.count == 10)
        #expect(store.isGenuine(token))
    }

    @Test func `a token with any part changed is not genuine`() throws {
        let genuine = try #require(TicketToken(parsing: try store.take("t1").token))
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
        let ticket = try store.take("t1")
        let other = try Workbench()
        let identity = StoreIdentity(site: "MAU", kiosk: "K1", siteKey: Array(repeating: 8, count: 32))
        let (stranger, _) = try KioskStore.open(at: other.path, identity: identity, now: Workbench.morning)
        #expect(!stranger.isGenuine(try #require(TicketToken(parsing: ticket.token))))
    }

    @Test func `tickets and numbers survive closing and opening`() throws {
        let ticket = try store.take("t1")
        try store.close()
        let (again, report) = try bench.openWithReport()
        #expect(report == .opened)
        #expect(try again.ticket("t1") == ticket)
        #expect(try again.take("t2").number.description == "A002")
    }

    @Test func `a closed store throws instead of doing something else`() throws {
        try store.close()
        #expect(throws: StoreFault.self) { try store.take("t1") }
    }
}
