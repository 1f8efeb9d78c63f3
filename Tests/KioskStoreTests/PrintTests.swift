import KioskCore
import Testing

@testable import KioskStore

@Suite struct PrintTests {
    let bench: Workbench
    let store: KioskStore

    init() throws {
        bench = try Workbench()
        store = try bench.open()
    }

    @Test func `each step of the paper is stored and journaled once`() throws {
        try store.take("t1")
        for state in [PrintState.submitted, .submitted, .sent, .confirmed, .confirmed] {
            try store.recordPrint("t1", state, at: Workbench.morning)
        }
        #expect(try store.ticket("t1")?.printState == .confirmed)
        #expect(try store.events().compactMap(\.printState) == [.submitted, .sent, .confirmed])
    }

    @Test func `a reprint is counted, and says the ticket as it now is`() throws {
        try store.take("t1")
        #expect(try store.recordReprint("t1", at: Workbench.morning).reprints == 1)
        #expect(try store.recordReprint("t1", at: Workbench.morning).reprints == 2)
        #expect(try store.ticket("t1")?.reprints == 2)
        #expect(try store.events().map(\.kind) == [.ticketIssued, .ticketReprinted, .ticketReprinted])
    }

    @Test func `a ticket of nobody cannot be printed`() throws {
        #expect(throws: StoreFault.unknownTicket) {
            try store.recordPrint("t9", .sent, at: Workbench.morning)
        }
        #expect(throws: StoreFault.unknownTicket) { try store.recordReprint("t9", at: Workbench.morning) }
        #expect(try store.pendingCount == 0)
    }

    @Test func `counts tell today from ever`() throws {
        for touch in 1...3 { try store.take("t\(touch)") }
        try store.recordPrint("t1", .confirmed, at: Workbench.morning)
        try store.recordPrint("t2", .failed, at: Workbench.morning)
        try store.take("t4", at: Workbench.morning.advanced(bySeconds: 86_400))
        let counts = try store.hall(on: Workbench.today).tickets
        #expect(counts.issued == 3 && counts.confirmed == 1 && counts.failed == 1 && counts.issuedEver == 4)
    }
}
