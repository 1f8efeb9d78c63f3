import GRDB
import KioskCore
import Testing

@testable import KioskStore

@Suite struct MigrationTests {
    @Test(arguments: ["1 tickets and journal", "2 feed and dossiers"])
    func `a store of an older version is brought up to date and keeps its tickets`(version: String) throws {
        let bench = try Workbench()
        let queue = try DatabaseQueue(path: bench.path)
        try KioskSchema.migrator(journal: "K1-old").migrate(queue, upTo: version)
        let ticket = Ticket(
            id: "t1", series: Series(field: "ho-tich", dayNumber: Workbench.today),
            number: QueueNumber(prefix: "A", ordinal: 41), token: "KT1:MAU:20260105:A:41:X",
            issuedAt: Workbench.morning)
        try queue.write { db in
            try TicketRow.insert(ticket, isOwn: true, into: db)
            try Numbering.reserve(ticket.number, day: Workbench.today, in: db)
            try db.execute(sql: "UPDATE head SET last_day = ?, issued = 1", arguments: [Workbench.today])
            try Journal.append(
                JournalEvent(id: "e1", kind: .ticketIssued, at: Workbench.morning, ticket: ticket), to: db)
        }
        try queue.close()

        let (store, report) = try bench.openWithReport()
        #expect(report == .opened)
        #expect(try store.journalID == "K1-old")
        #expect(try store.ticket("t1") == ticket)
        #expect(try store.take("t2").number.description == "A042")
        try store.feed([.field(.civilStatus)])
        #expect(try store.verifyChain() == .intact(entries: 2))
    }

    @Test func `a store of a newer version is left alone`() throws {
        let bench = try Workbench()
        let store = try bench.open()
        try store.take("t1")
        try store.pool.write { db in
            try db.execute(sql: "INSERT INTO grdb_migrations (identifier) VALUES ('99 something')")
        }
        try store.close()
        #expect(throws: StoreFault.newerSchema) { try bench.open() }
        #expect(try !bench.names.contains { $0.contains("damaged") })
    }

    @Test func `a migration that was lost is damage, not a newer version`() throws {
        let bench = try Workbench()
        let store = try bench.open()
        try store.pool.write { db in
            try db.execute(
                sql:
                    "UPDATE grdb_migrations SET identifier = '2 feed and dossiert' WHERE identifier LIKE '2%'"
            )
        }
        try store.close()
        let (_, report) = try bench.openWithReport()
        guard case .replaced = report else {
            Issue.record("\(report)")
            return
        }
    }
}
