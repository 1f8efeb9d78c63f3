import KioskCore
import Testing

@testable import KioskStore

@Suite struct PrintTests {
    let fixture: StoreFixture
    let store: KioskStore

    init() throws {
        fixture = try StoreFixture()
        store = try fixture.open()
    }

    @Test func `each step of the paper is stored and journaled once`() throws {
        try store.issue("t1")
        for state in [PrintState.submitted, .submitted, .sent, .confirmed, .confirmed] {
            try store.recordPrint("t1", state, at: StoreFixture.morning)
        }
        #expect(try store.ticket("t1")?.printState == .confirmed)
        #expect(try store.events().compactMap(\.printState) == [.submitted, .sent, .confirmed])
    }

    @Test func `a reprint is counted, and returns the ticket as it now is`() throws {
        try store.issue("t1")
        #expect(try store.recordReprint("t1", at: StoreFixture.morning).reprints == 1)
        #expect(try store.recordReprint("t1", at: StoreFixture.morning).reprints == 2)
        #expect(try store.ticket("t1")?.reprints == 2)
        #expect(try store.events().map(\.kind) == [.ticketIssued, .ticketReprinted, .ticketReprinted])
    }

    @Test func `an unknown ticket cannot be printed`() throws {
        #expect(throws: StoreFault.unknownTicket) {
            try store.recordPrint("t9", .sent, at: StoreFixture.morning)
        }
        #expect(throws: StoreFault.unknownTicket) { try store.recordReprint("t9", at: StoreFixture.morning) }
        #expect(try store.pendingCount == 0)
    }

    @Test func `today's tickets and all tickets are counted apart`() throws {
        for touch in 1...3 { try store.issue("t\(touch)") }
        try store.recordPrint("t1", .confirmed, at: StoreFixture.morning)
        try store.recordPrint("t2", .failed, at: StoreFixture.morning)
        try store.issue("t4", at: StoreFixture.morning.advanced(bySeconds: 86_400))
        let counts = try store.hall(on: StoreFixture.today).tickets
        #expect(counts.issued == 3 && counts.confirmed == 1 && counts.failed == 1 && counts.issuedEver == 4)
    }
}
