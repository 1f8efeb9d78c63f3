import GRDB
import KioskCore
import Testing

@testable import KioskStore

@Suite struct MigrationTests {
    @Test(arguments: ["1 tickets and journal", "2 feed and dossiers"])
    func `a store of an older version is brought up to date and keeps its tickets`(version: String) throws {
        let fixture = try StoreFixture()
        let queue = try DatabaseQueue(path: fixture.path)
        try KioskSchema.migrator(journal: "K1-old").migrate(queue, upTo: version)
        let ticket = Ticket(
            id: "t1", series: Series(field: "ho-tich", dayNumber: StoreFixture.today),
            number: QueueNumber(prefix: "A", ordinal: 41), token: "KT1:MAU:20260105:A:41:X",
            issuedAt: StoreFixture.morning)
        try queue.write { db in
            try TicketRow.insert(ticket, isOwn: true, into: db)
            try Numbering.reserve(ticket.number, day: StoreFixture.today, in: db)
            try db.execute(sql: "UPDATE head SET last_day = ?, issued = 1", arguments: [StoreFixture.today])
            try Journal.append(
                JournalEvent(id: "e1", kind: .ticketIssued, at: StoreFixture.morning, ticket: ticket), to: db)
        }
        try queue.close()

        let (store, report) = try fixture.openWithReport()
        #expect(report == .opened)
        #expect(try store.journalID == "K1-old")
        #expect(try store.ticket("t1") == ticket)
        #expect(try store.issue("t2").number.description == "A042")
        try store.feed([.field(.civilStatus)])
        #expect(try store.verifyChain() == .intact(entries: 2))
    }

    @Test func `a store of a newer version is left alone`() throws {
        let fixture = try StoreFixture()
        let store = try fixture.open()
        try store.issue("t1")
        try store.pool.write { db in
            try db.execute(sql: "INSERT INTO grdb_migrations (identifier) VALUES ('99 something')")
        }
        try store.close()
        #expect(throws: StoreFault.newerSchema) { try fixture.open() }
        #expect(try !fixture.names.contains { $0.contains("damaged") })
    }

    @Test func `a lost migration is corruption, not a newer version`() throws {
        let fixture = try StoreFixture()
        let store = try fixture.open()
        try store.pool.write { db in
            try db.execute(
                sql:
                    "UPDATE grdb_migrations SET identifier = '2 feed and dossiert' WHERE identifier LIKE '2%'"
            )
        }
        try store.close()
        let (_, report) = try fixture.openWithReport()
        guard case .replaced = report else {
            Issue.record("\(report)")
            return
        }
    }
}
