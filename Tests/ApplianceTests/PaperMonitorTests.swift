import CentralContract
import Devices
import Dispenser
import Foundation
import KioskCore
import KioskFrame
import KioskServices
import KioskStore
import Lookup
import Testing

@testable import Appliance
@testable import DeviceTests
@testable import Maintenance
@testable import PanelCalibration

@Suite struct PaperMonitorTests {
    @Test
    func `what the printer reported while the store could not be opened is reported to the centre later`()
        async throws
    {
        let folder = FileManager.default.temporaryDirectory.appending(path: "paper-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        let identity = StoreIdentity(site: "MAU", kiosk: "K1", siteKey: Array(repeating: 7, count: 32))
        let monitor = PaperMonitor(
            facts: RollFacts(), place: nil, calendar: try WorkingCalendar(week: [:]),
            ledger: Ledger(
                path: folder.path + "/kiosk.sqlite", identity: identity,
                writer: BlockingThread("write"), reader: BlockingThread("read")))
        let now = Timestamp(milliseconds: 1_790_000_000_000)
        #expect(await monitor.handle(.condition(.coverOpen), now: now) == nil)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let outcome = try #require(await monitor.handle(.printed(100), now: now))
        #expect(outcome.report?.condition == .coverOpen)
    }

    @Test func `the centre hears of every change in its order, however fast they follow`() async throws {
        let changes = (0..<20).flatMap { _ in [PrinterCondition.paperEmpty, .ready] }
        try await KioskFixture(printer: FicklePrinter(changes)).running { bench in
            let told = try await becomesTrue { try await bench.dispenserNews().count == changes.count }
            #expect(told)
            #expect(try await bench.dispenserNews() == changes)
        }
    }
}

extension KioskFixture {
    /// What the journal tells of the printer, oldest first.
    fileprivate func dispenserNews() async throws -> [PrinterCondition] {
        let pending = try await kiosk.services.ledger.read(now: SystemClock().now().wall) {
            store throws(StoreFault) in
            try store.pending(limit: 1000)
        }
        return try (pending?.entries ?? []).compactMap {
            try JSONDecoder().decode(JournalEvent.self, from: Data($0.event.utf8)).dispenser?.condition
        }
    }
}

/// Changes its mind faster than anybody can write it down.
private struct FicklePrinter: ReceiptPrinter {
    let changes: [PrinterCondition]

    init(_ changes: [PrinterCondition]) { self.changes = changes }

    func print(_ slip: DotBitmap, title: String) async -> PrintOutcome { .confirmed }

    func conditions() -> AsyncStream<PrinterCondition> {
        AsyncStream { stream in
            for change in changes { stream.yield(change) }
            stream.finish()
        }
    }
}
