import CentralContract
import GRDB
import KioskCore
import Testing

@testable import KioskStore

/// A full disk, by SQLite's own limit on the file's pages.
@Suite struct FullDiskTests {
    private func fill(_ store: KioskStore) throws {
        let pages = try store.pool.writeWithoutTransaction { db in
            try db.checkpoint(.truncate)
            return try Int.fetchOne(db, sql: "PRAGMA page_count") ?? 0
        }
        try store.pool.writeWithoutTransaction { db in try db.execute(sql: "PRAGMA max_page_count = \(pages)")
        }
    }

    @Test func `when the disk is full nothing is half written and reading still works`() throws {
        let store = try StoreFixture().open()
        try store.issue("t0")
        try fill(store)
        var taken: [String] = ["t0"]
        var fault: StoreFault?
        for touch in 1...5000 where fault == nil {
            do throws(StoreFault) {
                _ = try store.issue(
                    TicketRequest(touch: "t\(touch)", field: .civilStatus, at: StoreFixture.morning))
                taken.append("t\(touch)")
            } catch {
                fault = error
            }
        }
        #expect(fault == .full)
        #expect(try store.ownTickets(on: StoreFixture.today).map(\.id) == taken)
        #expect(try store.events().compactMap(\.ticket?.id) == taken)
        #expect(try store.verifyChain() == .intact(entries: taken.count))

        try store.pool.writeWithoutTransaction { db in
            try db.execute(sql: "PRAGMA max_page_count = 1000000")
        }
        #expect(try store.issue("after").number.ordinal == taken.count + 1)
    }

    @Test func `a feed page that does not fit leaves cursor and caches as they were`() throws {
        let store = try StoreFixture().open()
        try store.feed([.field(.land)])
        try fill(store)
        let long = String(repeating: "Trình tự thực hiện. ", count: 4000)
        let procedures = (1...50).map {
            FeedChange.procedure(
                Procedure(
                    id: "1.\($0)", field: "x", name: "Việc \($0)",
                    items: [ProcedureItem(number: 2, text: long)]))
        }
        #expect(throws: StoreFault.full) { try store.feed(procedures) }
        #expect(try store.feedPosition() == FeedPosition(feed: "f1", cursor: 1))
        #expect(try store.searchProcedures("viec").isEmpty)
    }

    @Test func `an injected full disk refuses every write whole, until it is taken back`() throws {
        let store = try StoreFixture().open()
        try store.issue("t0")
        store.injectDiskFull(true)
        #expect(throws: StoreFault.full) { try store.issue("t1") }
        #expect(try store.ownTickets(on: StoreFixture.today).map(\.id) == ["t0"])
        #expect(try store.verifyChain() == .intact(entries: 1))
        store.injectDiskFull(false)
        #expect(try store.issue("t1").number.ordinal == 2)
    }
}
