import CentralContract
import GRDB
import KioskCore
import Testing

@testable import KioskStore

@Suite struct JournalTests {
    let bench: Workbench
    let store: KioskStore

    init() throws {
        bench = try Workbench()
        store = try bench.open()
    }

    @Test func `the chain is the one the central contract documents`() throws {
        let text = JournalEntry.hashedText(previousHash: JournalEntry.genesis, sequence: 1, event: "{}")
        #expect(text == "\(JournalEntry.genesis)\n1\n{}")
        // printf '0…0\n1\n{}' | sha256sum
        #expect(
            JournalChain.hash(after: JournalEntry.genesis, sequence: 1, event: "{}")
                == "857ee6299d26533d1f5f46c02209ae8bc34dc4898a8a9545493946b4ea59d6f3")
    }

    @Test func `entries are numbered without gaps and each follows from the one before`() throws {
        for touch in 1...5 { try store.take("t\(touch)") }
        let entries = try #require(try store.pending(limit: 100)).entries
        #expect(entries.map(\.sequence) == [1, 2, 3, 4, 5])
        #expect(entries[0].previousHash == JournalEntry.genesis)
        for (entry, next) in zip(entries, entries.dropFirst()) { #expect(next.previousHash == entry.hash) }
        #expect(try store.verifyChain() == .intact(entries: 5))
    }

    @Test func `what is acknowledged is not pending, and acknowledgement never goes back`() throws {
        for touch in 1...5 { try store.take("t\(touch)") }
        let journal = try store.journalID
        try store.acknowledge(journal, upTo: 3)
        try store.acknowledge(journal, upTo: 1)
        #expect(try store.acknowledgedSequence == 3)
        #expect(try store.pending(limit: 1)?.entries.map(\.sequence) == [4])
        #expect(try store.pendingCount == 2)
        try store.acknowledge(journal, upTo: 5)
        #expect(try store.pending(limit: 1) == nil)
    }

    @Test func `an acknowledgement of another journal says nothing here`() throws {
        try store.take("t1")
        try store.acknowledge("K1-before", upTo: 1)
        #expect(try store.acknowledgedSequence == 0)
    }

    @Test func `a centre that has more than we have makes a new journal necessary`() throws {
        for touch in 1...3 { try store.take("t\(touch)") }
        let (journal, before) = (try store.journalID, try store.events())
        try store.acknowledge(journal, upTo: 2)
        #expect(throws: StoreFault.journalForked) { try store.acknowledge(journal, upTo: 9) }
        try store.beginNewJournal()
        #expect(try store.journalID != journal)
        #expect(try store.events() == before)
        #expect(try store.pending(limit: 9)?.entries.map(\.sequence) == [1, 2, 3])
        try store.take("t4")
        #expect(try store.verifyChain() == .intact(entries: 4))
    }

    @Test func `after forgetting, the chain still verifies and what is unsent stays`() throws {
        for touch in 1...4 { try store.take("t\(touch)") }
        try store.acknowledge(try store.journalID, upTo: 3)
        let muchLater = Workbench.morning.advanced(bySeconds: 100 * 86_400)
        #expect(try store.forget(before: muchLater, keepingDays: 90, limit: 100))
        #expect(try store.ticket("t1") == nil)
        #expect(try store.pending(limit: 9)?.entries.map(\.sequence) == [4])
        #expect(try store.verifyChain() == .intact(entries: 1))
        try store.take("t5", at: muchLater)
        #expect(try store.verifyChain() == .intact(entries: 2))
        try store.beginNewJournal()
        #expect(try store.verifyChain() == .intact(entries: 2))
    }

    @Test func `nothing is forgotten before its time`() throws {
        try store.take("t1")
        try store.acknowledge(try store.journalID, upTo: 1)
        #expect(
            try store.forget(
                before: Workbench.morning.advanced(bySeconds: 10 * 86_400), keepingDays: 30, limit: 100))
        #expect(try store.ticket("t1") != nil)
        #expect(try store.verifyChain() == .intact(entries: 1))
    }

    @Test(arguments: [
        "UPDATE journal SET event = replace(event, 't2', 't9') WHERE sequence = 2",
        "DELETE FROM journal WHERE sequence = 2",
        "UPDATE journal SET hash = previous_hash WHERE sequence = 2",
    ])
    func `tampering with an entry breaks the chain there`(sql: String) throws {
        for touch in 1...4 { try store.take("t\(touch)") }
        try store.pool.write { db in try db.execute(sql: sql) }
        #expect(try store.verifyChain() == .broken(at: 2))
    }

    @Test func `events of others are journaled as they are`() throws {
        let event = JournalEvent(
            id: "r1", kind: .rating, at: Workbench.morning, outcome: Satisfaction.satisfied.rawValue)
        try store.append(event)
        #expect(try store.events() == [event])
    }
}
