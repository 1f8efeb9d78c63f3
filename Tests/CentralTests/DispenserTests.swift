import CentralContract
import Foundation
import GRDB
import KioskCore
import Testing

@testable import Central

@Suite(.timeLimit(.minutes(2)))
struct DispenserTests {
    private func report(_ condition: PrinterCondition, at time: Timestamp = TestCentre.now) -> JournalEvent {
        JournalEvent(
            id: "r-\(condition)-\(time.milliseconds)", kind: .dispenser, at: time,
            dispenser: DispenserReport(
                place: Place(name: "Sảnh A"), condition: condition,
                paper: PaperForecast(slipsLeft: 40, endsAt: nil)))
    }

    private func listed(_ centre: TestCentre) async throws -> [DispenserState] {
        try await centre.console.get("/v1/dispensers").value(DispenserList.self).dispensers
    }

    @Test func `the report of a dispenser reaches the console and the other kiosks`() async throws {
        try await TestCentre.run { centre in
            var journal = CentralSamples.Journal("j1")
            try journal.append(report(.ready))
            try journal.append(report(.paperEmpty, at: TestCentre.now.advanced(bySeconds: 60)))
            let upload = journal.all
            try await centre.with("kiosk-1") { kiosk async throws in
                #expect(try await kiosk.post("/v1/journal", upload).status == 200)
            }
            try await centre.with("kiosk-2") { kiosk async throws in
                let published = try await kiosk.feed().changes.compactMap(\.dispenser)
                #expect(published.map(\.kiosk) == ["kiosk-1"])
                #expect(published.first?.report.condition == .paperEmpty)
                #expect(published.first?.works == false)
                #expect(try await listed(centre) == published)
            }
        }
    }

    @Test func `an older report does not replace a newer one`() async throws {
        try await TestCentre.run { centre in
            var journal = CentralSamples.Journal("j1")
            try journal.append(report(.paperLow))
            try journal.append(report(.ready, at: TestCentre.now.advanced(bySeconds: -60)))
            let upload = journal.all
            try await centre.with("kiosk-1") { kiosk async throws in
                #expect(try await kiosk.post("/v1/journal", upload).status == 200)
            }
            #expect(try await listed(centre).map(\.report.condition) == [.paperLow])
        }
    }

    @Test func `a dispenser without contact becomes unreachable, and reachable with the next request`()
        async throws
    {
        try await TestCentre.run { centre in
            var journal = CentralSamples.Journal("j1")
            try journal.append(report(.ready))
            let upload = journal.all
            try await centre.with("kiosk-1") { kiosk async throws in
                #expect(try await kiosk.post("/v1/journal", upload).status == 200)
                let soon = TestCentre.now.advanced(bySeconds: DispenserTable.contactTimeout)
                let late = soon.advanced(bySeconds: 1)
                try await centre.database.pool.write { db in
                    #expect(try DispenserTable.timedOut(at: soon, in: db).isEmpty)
                    #expect(try DispenserTable.timedOut(at: late, in: db) == ["kiosk-1"])
                    try DispenserTable.markUnreachable("kiosk-1", in: db)
                    #expect(try DispenserTable.timedOut(at: late, in: db).isEmpty)
                }
                #expect(try await listed(centre).map(\.isReachable) == [false])
                let cursor = try await kiosk.feed().cursor
                #expect(try await listed(centre).map(\.isReachable) == [true])
                // The word was written down once; the next polls only read.
                #expect(try await kiosk.feed().cursor == cursor)
            }
        }
    }

    @Test func `an implausible report is kept in the chain and has no effect`() async throws {
        try await TestCentre.run { centre in
            var wrong = report(.ready)
            wrong.dispenser?.place = Place(name: String(repeating: "x", count: 500))
            var journal = CentralSamples.Journal("j1")
            try journal.append(wrong)
            let upload = journal.all
            try await centre.with("kiosk-1") { kiosk async throws in
                #expect(try await kiosk.post("/v1/journal", upload).status == 200)
            }
            #expect(try await listed(centre).isEmpty)
        }
    }
}
