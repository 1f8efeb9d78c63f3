import Foundation
import KioskCore
import KioskStore
import Testing

@testable import Appliance

@Suite struct PaperRoomTests {
    @Test func `what the printer told while the store could not be opened is told to the centre later`()
        async throws
    {
        let folder = FileManager.default.temporaryDirectory.appending(path: "paper-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        let identity = StoreIdentity(site: "MAU", kiosk: "K1", siteKey: Array(repeating: 7, count: 32))
        let room = PaperRoom(
            facts: RollFacts(), place: nil, calendar: try WorkingCalendar(week: [:]),
            ledger: Ledger(path: folder.path + "/kiosk.sqlite", identity: identity))
        let now = Timestamp(milliseconds: 1_790_000_000_000)
        #expect(await room.take(.condition(.coverOpen), now: now) == nil)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let outcome = try #require(await room.take(.printed(100), now: now))
        #expect(outcome.news?.condition == .coverOpen)
    }
}
