import CentralContract
import GRDB
import KioskCore
import Testing

@testable import KioskStore

@Suite struct JournalTests {
    let fixture: StoreFixture
    let store: KioskStore

    init() throws {
        fixture = try StoreFixture()
        store = try fixture.open()
    }

    @Test func `the chain is the one the central contract documents`() throws {
        let text = JournalEntry.hashedText(previousHash: JournalEntry.genesis, sequence: 1, event: "{}")
        #expect(text == "\(JournalEntry.genesis)\n1\n{}")
        // printf '0…0\n1\n{}' | sha256sum
        #expect(
            JournalChain.hash(after: JournalEntry.genesis, sequence: 1, event: "{}")
                == "857ee6299d26533d1f5f46c02209ae8bc34dc4898a8a9545493946b4ea59d6f3")
    }

    @Test(arguments: ["plain", "quoted \"", "back\\slash", "new\nline", "Hộ tịch", ""])
    func `an event's text is what the encoder writes`(word: String) throws {
        let ticket = Ticket(
            id: word, series: Series(field: word, dayNumber: StoreFixture.today),
            number: QueueNumber(prefix: "A", ordinal: 18), token: "KT1:MAU:20260105:A:18:ABCDEFGHJK",
            issuedAt: StoreFixture.morning, isPriority: true, counter: word, printState: .sent, reprints: 2)
        let report = DispenserReport(place: Place(name: word), condition: .ready, paper: nil)
        for event in [
            JournalEvent(id: "1", kind: .ticketIssued, at: StoreFixture.morning, ticket: ticket),
            JournalEvent(
                id: "2", kind: .ticketPrint, at: StoreFixture.morning, ticketID: word, printState: .failed),
            JournalEvent(id: "3", kind: .rating, at: StoreFixture.morning, outcome: word),
            JournalEvent(id: "4", kind: .dispenser, at: StoreFixture.morning, dispenser: report),
        ] {
            #expect(try event.text() == JSONText.encode(event))
            #expect(try JSONText.decode(JournalEvent.self, from: event.text()) == event)
        }
    }

    @Test func `entries are numbered without gaps and each follows from the one before`() throws {
        for touch in 1...5 { try store.issue("t\(touch)") }
        let entries = try #require(try store.pending(limit: 100)).entries
        #expect(entries.map(\.sequence) == [1, 2, 3, 4, 5])
        #expect(entries[0].previousHash == JournalEntry.genesis)
        for (entry, next) in zip(entries, entries.dropFirst()) { #expect(next.previousHash == entry.hash) }
        #expect(try store.verifyChain() == .intact(entries: 5))
    }

    @Test func `what is acknowledged is not pending, and acknowledgement never goes back`() throws {
        for touch in 1...5 { try store.issue("t\(touch)") }
        let journal = try store.journalID
        try store.acknowledge(journal, upTo: 3)
        try store.acknowledge(journal, upTo: 1)
        #expect(try store.acknowledgedSequence == 3)
        #expect(try store.pending(limit: 1)?.entries.map(\.sequence) == [4])
        #expect(try store.pendingCount == 2)
        try store.acknowledge(journal, upTo: 5)
        #expect(try store.pending(limit: 1) == nil)
    }

    @Test func `an acknowledgement of another journal changes nothing`() throws {
        try store.issue("t1")
        try store.acknowledge("K1-before", upTo: 1)
        #expect(try store.acknowledgedSequence == 0)
    }

    @Test func `a centre that has more than we have makes a new journal necessary`() throws {
        for touch in 1...3 { try store.issue("t\(touch)") }
        let (journal, before) = (try store.journalID, try store.events())
        try store.acknowledge(journal, upTo: 2)
        #expect(throws: StoreFault.journalForked) { try store.acknowledge(journal, upTo: 9) }
        try store.beginNewJournal()
        #expect(try store.journalID != journal)
        #expect(try store.events() == before)
        #expect(try store.pending(limit: 9)?.entries.map(\.sequence) == [1, 2, 3])
        try store.issue("t4")
        #expect(try store.verifyChain() == .intact(entries: 4))
    }

    @Test func `after old entries are deleted, the chain still verifies and what is unsent stays`() throws {
        for touch in 1...4 { try store.issue("t\(touch)") }
        try store.acknowledge(try store.journalID, upTo: 3)
        let muchLater = StoreFixture.morning.advanced(bySeconds: 100 * 86_400)
        #expect(try store.forget(before: muchLater, keepingDays: 90, limit: 100))
        #expect(try store.ticket("t1") == nil)
        #expect(try store.pending(limit: 9)?.entries.map(\.sequence) == [4])
        #expect(try store.verifyChain() == .intact(entries: 1))
        try store.issue("t5", at: muchLater)
        #expect(try store.verifyChain() == .intact(entries: 2))
        try store.beginNewJournal()
        #expect(try store.verifyChain() == .intact(entries: 2))
    }

    @Test func `nothing is deleted before its time`() throws {
        try store.issue("t1")
        try store.acknowledge(try store.journalID, upTo: 1)
        #expect(
            try store.forget(
                before: StoreFixture.morning.advanced(bySeconds: 10 * 86_400), keepingDays: 30, limit: 100))
        #expect(try store.ticket("t1") != nil)
        #expect(try store.verifyChain() == .intact(entries: 1))
    }

    @Test(arguments: [
        "UPDATE journal SET event = replace(event, 't2', 't9') WHERE sequence = 2",
        "DELETE FROM journal WHERE sequence = 2",
        "UPDATE journal SET hash = previous_hash WHERE sequence = 2",
    ])
    func `tampering with an entry breaks the chain there`(sql: String) throws {
        for touch in 1...4 { try store.issue("t\(touch)") }
        try store.pool.write { db in try db.execute(sql: sql) }
        #expect(try store.verifyChain() == .broken(at: 2))
    }

    @Test func `events are journaled as they are`() throws {
        let event = JournalEvent(
            id: "r1", kind: .rating, at: StoreFixture.morning, outcome: Satisfaction.satisfied.rawValue)
        try store.append(event)
        #expect(try store.events() == [event])
    }
}
