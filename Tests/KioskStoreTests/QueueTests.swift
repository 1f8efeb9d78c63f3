import KioskCore
import Testing

@testable import KioskStore

@Suite struct QueueTests {
    let fixture: StoreFixture
    let store: KioskStore

    init() throws {
        fixture = try StoreFixture()
        store = try fixture.open()
    }

    private func later(_ seconds: Int64) -> Timestamp { StoreFixture.morning.advanced(bySeconds: seconds) }

    /// The centre calls a ticket to a counter.
    private func call(_ id: String, _ state: TicketState, counter: String?) throws {
        var ticket = try #require(try store.ticket(id))
        ticket.state = state
        ticket.counter = counter
        try store.feed([.ticket(ticket)])
    }

    @Test func `people ahead are the earlier ones, and everybody with priority`() throws {
        let first = try store.issue("t1")
        let second = try store.issue("t2", at: later(1))
        let elder = try store.issue("t3", at: later(2), isPriority: true)
        try store.issue("t4", .land, at: later(3))
        #expect(try store.peopleAhead(of: first) == 1)
        #expect(try store.peopleAhead(of: second) == 2)
        #expect(try store.peopleAhead(of: elder) == 0)
    }

    @Test func `a called ticket no longer waits`() throws {
        try store.issue("t1")
        let second = try store.issue("t2", at: later(1))
        try call("t1", .called, counter: "1")
        #expect(try store.peopleAhead(of: second) == 0)
        #expect(try store.hall(on: StoreFixture.today).waiting == ["ho-tich": 1])
    }

    @Test func `waiting people are counted by field and day`() throws {
        try store.issue("t1")
        try store.issue("t2")
        try store.issue("t3", .land)
        try store.issue("t4", at: later(86_400))
        #expect(try store.hall(on: StoreFixture.today).waiting == ["ho-tich": 2, "dat-dai": 1])
        #expect(try store.hall(on: 2020_01_01).waiting.isEmpty)
    }

    @Test func `each counter shows whom it called last, in the order of the counters`() throws {
        for touch in 1...4 { try store.issue("t\(touch)", .land) }
        try call("t2", .called, counter: "10")
        try call("t1", .called, counter: "2")
        try call("t3", .serving, counter: "2")
        #expect(
            try store.hall(on: StoreFixture.today).serving.map { "\($0.counter): \($0.number)" } == [
                "2: B003", "10: B002",
            ])
        try call("t3", .served, counter: "2")
        #expect(try store.hall(on: StoreFixture.today).serving.map(\.number.description) == ["B001", "B002"])
    }

    @Test func `a ticket is found by its number and its day`() throws {
        let ticket = try store.issue("t1")
        #expect(try store.ticket(ticket.number, on: StoreFixture.today) == ticket)
        #expect(try store.ticket(ticket.number, on: 2026_01_06) == nil)
        #expect(try store.ownTickets(on: StoreFixture.today) == [ticket])
    }
}
