import CentralContract
import Foundation
import GRDB
import KioskCore
import Testing

@testable import KioskStore

/// Flips bytes and cuts files, and checks what the store must never do.
@Suite struct CorruptionTests {
    /// A store as a power cut leaves it: part of the tickets in the file, part in the log.
    private struct Scene {
        let fixture: StoreFixture
        let file: [UInt8]
        let log: [UInt8]
        let procedurePage: Int
        let journal: String
        /// What visitors hold in their hands.
        let tickets: [Ticket]
        let unsentIDs: Set<String>

        init() throws {
            fixture = try StoreFixture()
            let live = try StoreFixture()
            let store = try live.open()
            let procedures = (1...30).map {
                FeedChange.procedure(
                    Procedure(id: "1.\($0)", field: "ho-tich", name: "Thủ tục số \($0)", items: []))
            }
            try store.feed([.field(.civilStatus), .field(.land)] + procedures)
            let early = try (1...40).map {
                try store.issue("t\($0)", $0.isMultiple(of: 3) ? .land : .civilStatus)
            }
            journal = try store.journalID
            try store.acknowledge(journal, upTo: 15)
            try store.pool.writeWithoutTransaction { db in _ = try db.checkpoint(.truncate) }
            tickets = try early + (41...50).map { try store.issue("t\($0)") }
            unsentIDs = Set(try store.events().map(\.id))
            procedurePage = try store.pool.read { db in
                try Int.fetchOne(db, sql: "SELECT rootpage FROM sqlite_master WHERE name = 'procedure'") ?? 0
            }
            (file, log) = (try live.bytes(), try live.bytes("-wal"))
            try store.close()
        }
    }

    /// Opens, uses, opens again on corruption as the kiosk does; gives the numbers that were then issued.
    private func numbersIssued(on fixture: StoreFixture) throws -> [QueueNumber] {
        var numbers: [QueueNumber] = []
        var attempts = 0
        var (store, report) = try fixture.openWithReport()
        while numbers.count < 6 {
            do throws(StoreFault) {
                let field = numbers.count.isMultiple(of: 2) ? ServiceField.civilStatus : .land
                numbers.append(
                    try store.issue(
                        TicketRequest(touch: "after\(numbers.count)", field: field, at: StoreFixture.morning)
                    ).number)
            } catch {
                attempts += 1
                try #require(error == .corrupt && attempts < 3, "\(error)")
                try store.close()
                (store, report) = try fixture.openWithReport()
            }
        }
        // A corrupt entry is found by `verify`; what was carried over must fit together at once.
        if case .replaced = report {
            #expect(try store.verifyChain() == .intact(entries: store.pendingCount))
        }
        try store.close()
        return numbers
    }

    private func expectNoNumberTwice(_ scene: Scene) throws {
        let held = Set(scene.tickets.map(\.number))
        let numbers = try numbersIssued(on: scene.fixture)
        #expect(Set(numbers).count == numbers.count)
        #expect(held.isDisjoint(with: numbers), "given again: \(held.intersection(numbers))")
    }

    @Test func `a flipped byte anywhere in the file gives no number twice`() throws {
        let scene = try Scene()
        var random = SeededGenerator(seed: 7)
        for _ in 1...60 {
            var bytes = scene.file
            let offset = Int.random(in: 0..<bytes.count, using: &random)
            bytes[offset] ^= UInt8.random(in: 1...255, using: &random)
            try scene.fixture.restore(bytes, log: scene.log)
            try expectNoNumberTwice(scene)
        }
    }

    @Test func `a flipped byte anywhere in the log gives no number twice`() throws {
        let scene = try Scene()
        var random = SeededGenerator(seed: 8)
        for _ in 1...60 {
            var bytes = scene.log
            let offset = Int.random(in: 0..<bytes.count, using: &random)
            bytes[offset] ^= UInt8.random(in: 1...255, using: &random)
            try scene.fixture.restore(scene.file, log: bytes)
            try expectNoNumberTwice(scene)
        }
    }

    /// A log that is written over an older one, before and after ticket A026 was acknowledged.
    private struct LastCommit {
        let file, before, after, indexBefore, indexAfter, boot: [UInt8]
        /// Where the commit's last frame begins: SQLite writes its header and its page one after the other.
        let frame: Int

        init() throws {
            let live = try StoreFixture()
            let store = try live.open()
            for number in 1...20 { try store.issue("t\(number)") }
            try store.pool.writeWithoutTransaction { db in _ = try db.checkpoint(.restart) }
            for number in 21...25 { try store.issue("t\(number)") }
            (before, indexBefore) = (try live.bytes("-wal"), try live.bytes("-shm"))
            try store.issue("t26")
            (after, indexAfter) = (try live.bytes("-wal"), try live.bytes("-shm"))
            (file, boot) = (try live.bytes(), try live.bytes(".boot"))
            try store.close()
            try #require(before.count == after.count, "it lies over old frames")
            let (old, new) = (before, after)
            let last = try #require(new.indices.last { old[$0] != new[$0] })
            frame = 32 + (last - 32) / 4120 * 4120
        }

        /// As a kill leaves it that comes between the header and the page.
        var half: [UInt8] { Array(after[..<(frame + 24)] + before[(frame + 24)...]) }

        /// Opens it, and gives the number of the next ticket.
        func open(log: [UInt8], index: [UInt8]?, isSameBoot: Bool) throws -> (OpeningReport, QueueNumber) {
            let fixture = try StoreFixture()
            try fixture.restore(file, log: log)
            if let index { try fixture.write(index, "-shm") }
            try fixture.write(isSameBoot ? boot : Array("another".utf8), ".boot")
            let (store, report) = try fixture.openWithReport()
            defer { try? store.close() }
            return (report, try store.issue("next").number)
        }
    }

    @Test func `a commit that was killed half-way is no corruption, and its number is given next`() throws {
        let last = try LastCommit()
        let (report, number) = try last.open(log: last.half, index: last.indexBefore, isSameBoot: true)
        #expect(report == .opened)
        #expect(number == QueueNumber(prefix: "A", ordinal: 26))
    }

    @Test func `a commit that may be lost counts as corruption, and its number is not given again`() throws {
        let last = try LastCommit()
        var flipped = last.after
        flipped[last.frame + 2000] ^= 0x10
        var unsalted = last.after
        unsalted[last.frame + 9] ^= 0x10
        var others = last.indexBefore
        for copy in [0, 48] { others[copy + 32] ^= 0x10 }
        let scenes: [(log: [UInt8], index: [UInt8]?, isSameBoot: Bool)] = [
            // The index knows the commit, whenever it was written.
            (flipped, last.indexAfter, true), (unsalted, last.indexAfter, true),
            (unsalted, last.indexAfter, false),
            // One from before a power cut may be older than the log.
            (flipped, last.indexBefore, false),
            // There is none, or it is of another log.
            (flipped, nil, true), (flipped, others, true),
        ]
        for scene in scenes {
            let (report, number) = try last.open(
                log: scene.log, index: scene.index, isSameBoot: scene.isSameBoot)
            guard case .replaced = report else {
                Issue.record("taken for whole: \(report)")
                continue
            }
            #expect(number != QueueNumber(prefix: "A", ordinal: 26))
        }
    }

    @Test func `a file cut off anywhere gives no number twice`() throws {
        let scene = try Scene()
        var random = SeededGenerator(seed: 9)
        for _ in 1...60 {
            let length = Int.random(in: 0..<scene.file.count, using: &random)
            try scene.fixture.restore(Array(scene.file.prefix(length)), log: scene.log)
            try expectNoNumberTwice(scene)
        }
    }

    @Test func `whole pages of noise give no number twice`() throws {
        let scene = try Scene()
        var random = SeededGenerator(seed: 10)
        for page in 0..<(scene.file.count / 4096) {
            var bytes = scene.file
            for offset in page * 4096..<(page + 1) * 4096 {
                bytes[offset] = UInt8.random(in: .min ... .max, using: &random)
            }
            try scene.fixture.restore(bytes, log: scene.log)
            try expectNoNumberTwice(scene)
        }
    }

    @Test func `a header of garbage loses no unsent entry and none of the day's tickets`() throws {
        let scene = try Scene()
        var bytes = scene.file
        var log = scene.log
        for offset in 0..<100 { bytes[offset] = 0x5a }
        // The log holds a copy of the file's first page.
        for offset in 0..<32 { log[offset] = 0x5a }
        try scene.fixture.restore(bytes, log: log)
        let (store, report) = try scene.fixture.openWithReport()
        guard case .replaced(let replacement) = report else {
            Issue.record("\(report)")
            return
        }
        #expect(!replacement.areNumbersCertain)
        #expect(replacement.ticketsCarried == 50)
        #expect(scene.unsentIDs.isSubset(of: Set(try store.events().map(\.id))))
        #expect(try store.issue("t7") == scene.tickets[6], "a touch that had its ticket keeps it")
        #expect(try store.issue("new").number.description == "AX001")
        #expect(try store.verifyChain() == .intact(entries: store.pendingCount))
    }

    @Test func `noise in a cache keeps the numbers`() throws {
        let scene = try Scene()
        var bytes = scene.file
        let page = scene.procedurePage
        for offset in (page - 1) * 4096..<page * 4096 { bytes[offset] = 0xa5 }
        try scene.fixture.restore(bytes, log: scene.log)
        let (again, report) = try scene.fixture.openWithReport()
        guard case .replaced(let replacement) = report else {
            Issue.record("\(report)")
            return
        }
        #expect(replacement.areNumbersCertain)
        #expect(replacement.journalLost == 0)
        #expect(try again.journalID != scene.journal)
        let events = try again.events()
        #expect(Set(events.dropLast().map(\.id)) == scene.unsentIDs)
        #expect(events.last?.kind == .storeReplaced)
        let last = try #require(scene.tickets.last { $0.number.prefix == "A" })
        #expect(try again.issue("new").number.ordinal == last.number.ordinal + 1)
        #expect(try again.hall(on: StoreFixture.today).tickets.issuedEver == 51)
        #expect(try again.feedPosition() == FeedPosition(feed: nil, cursor: 0))
        #expect(try scene.fixture.names.contains(replacement.setAside))
    }

    @Test func `corruption found while running is remembered until the next opening`() throws {
        let fixture = try StoreFixture()
        let store = try fixture.open()
        try store.issue("t1")
        try store.pool.write { db in try db.execute(sql: "DROP TABLE series") }
        #expect(throws: StoreFault.corrupt) { try store.issue("t2") }
        try store.close()
        let (again, report) = try fixture.openWithReport()
        guard case .replaced(let replacement) = report else {
            Issue.record("\(report)")
            return
        }
        #expect(!replacement.areNumbersCertain)
        #expect(try again.issue("t2").number.description == "AX001")
        try again.close()
        #expect(try fixture.openWithReport().1 == .opened)
    }

    @Test func `a full verification finds what opening does not check`() throws {
        let fixture = try StoreFixture()
        let store = try fixture.open()
        for touch in 1...5 { try store.issue("t\(touch)") }
        try store.verify()
        try store.pool.write { db in try db.execute(sql: "UPDATE journal SET event = '{}' WHERE sequence = 2")
        }
        #expect(throws: StoreFault.corrupt) { try store.verify() }
        try store.close()
        let (again, report) = try fixture.openWithReport()
        guard case .replaced(let replacement) = report else {
            Issue.record("\(report)")
            return
        }
        #expect(replacement.journalLost != 0 || replacement.journalCarried == 5)
        #expect(try again.ownTickets(on: StoreFixture.today).count == 5)
    }

    @Test func `an empty file is a new store`() throws {
        let fixture = try StoreFixture()
        try fixture.write([])
        #expect(try fixture.openWithReport().1 == .created)
    }

    @Test func `an empty file with a log is corrupt, and the log is read`() throws {
        let scene = try Scene()
        try scene.fixture.restore([], log: scene.log)
        let (store, report) = try scene.fixture.openWithReport()
        guard case .replaced(let replacement) = report else {
            Issue.record("\(report)")
            return
        }
        #expect(!replacement.areNumbersCertain)
        #expect(try store.ticket("t50") == scene.tickets[49])
    }

    @Test func `a second loss on the same day begins another overflow series`() throws {
        let fixture = try StoreFixture()
        try fixture.write(Array(repeating: 0x5a, count: 8192))
        var store = try fixture.open()
        #expect(try store.issue("t1").number.description == "AX001")
        try store.close()
        try FileManager.default.removeItem(atPath: fixture.path + "-wal")
        try fixture.write(Array(repeating: 0x5a, count: 8192))
        store = try fixture.open()
        #expect(try store.issue("t2").number.description == "AY001")
        // The next day is as usual again; the file was last written on a real day, later than the test's.
        let nextYear = Timestamp(milliseconds: Int64(Date().timeIntervalSince1970 * 1000) + 40 * 86_400_000)
        #expect(try store.issue("t3", at: nextYear).number.description == "A001")
    }

    @Test func `a replacement that a power cut interrupted is finished`() throws {
        let fixture = try StoreFixture()
        let store = try fixture.open()
        try store.issue("t1")
        try store.pool.writeWithoutTransaction { db in _ = try db.checkpoint(.truncate) }
        try store.close()
        // The complete replacement is there, the corrupt file is away, its log is not.
        try FileManager.default.moveItem(atPath: fixture.path, toPath: fixture.path + ".new")
        try fixture.write(Array(repeating: 0x5a, count: 4096), "-wal")
        let (again, report) = try fixture.openWithReport()
        #expect(report == .opened)
        #expect(try again.ticket("t1") != nil)
    }

    @Test func `a replacement that was never complete is deleted`() throws {
        let fixture = try StoreFixture()
        let store = try fixture.open()
        try store.issue("t1")
        try store.close()
        try fixture.write(Array(repeating: 0x5a, count: 4096), ".new")
        let (again, report) = try fixture.openWithReport()
        #expect(report == .opened)
        #expect(try again.ticket("t1") != nil)
        #expect(try !fixture.names.contains("kiosk.sqlite.new"))
    }

    @Test func `a missing directory is reported as inaccessible`() throws {
        #expect(throws: StoreFault.inaccessible) {
            try KioskStore.open(
                at: "/nonexistent/kiosk.sqlite", identity: StoreFixture.identity, now: StoreFixture.morning)
        }
    }
}
