import Appliance
import Devices
import Dispenser
import Drawing
import Foundation
import KioskCore
import KioskStore
import Logging
import SimulatedDevices

/// From the finger leaving the tile to the last byte at the printer: a whole kiosk, CUPS, our backend.
///
/// The virtual printer takes no time for paper, and is asked as a real one is. What CUPS takes by itself is
/// measured in turns with it: the same bytes through the same `cupsd`, ready made, to CUPS's own `socket`
/// backend, which asks the printer nothing.
struct TouchToPaper {
    private static let rounds = 120
    private static let stockBackend = "/usr/lib/cups/backend/socket"

    let bench: Bench

    init(_ bench: Bench) { self.bench = bench }

    func findings() async throws -> [Finding] {
        guard FileManager.default.isExecutableFile(atPath: "/usr/sbin/cupsd") else {
            return [.skipped("touch-to-paper", "touch to last byte at the printer", why: "needs cups-daemon")]
        }
        let folder = try bench.folder("paper")
        let store = try Centre.store(in: folder)
        try Centre.fill(store)
        try store.close()
        let ours = try await PrintShop(backend: bench.program("kiosk-printer-backend").path)
        defer { ours.close() }
        let stock =
            FileManager.default.isExecutableFile(atPath: Self.stockBackend)
            ? try await PrintShop(backend: Self.stockBackend, option: "&waiteof=false") : nil
        defer { stock?.close() }
        let visitor = try ScriptedVisitor(
            state: folder, printer: PrinterSettings(server: .system, queue: "", profile: .generic80),
            driver: ours.driver)
        let rounds = Self.rounds
        let times = try await visitor.whileRunning {
            try await Self.takeNumbers(visitor, at: ours, beside: stock, rounds: rounds)
        }
        return Self.findings(times)
    }

    private static func findings(_ times: Times) -> [Finding] {
        let what = "touch to last byte at the printer"
        let note =
            "stored, drawn, through CUPS and our backend; the printer's status asked before and after"
        guard times.cups.count > 0 else {
            return [Finding("touch-to-paper", what, times.total, note: note)]
        }
        return [
            Finding("touch-to-paper", what, times.total, to: Bare("CUPS by itself", times.cups), note: note),
            Finding(
                "paper-cups", "… what CUPS takes by itself", times.cups,
                note: "the same slip, ready made, to CUPS's own socket backend"),
        ]
    }

    struct Times: Sendable {
        var total = Samples()
        var cups = Samples()
    }

    private static func takeNumbers(
        _ visitor: ScriptedVisitor, at shop: PrintShop, beside stock: PrintShop?, rounds: Int
    ) async throws -> Times {
        let press = TicketSlip(
            site: Centre.site, cutOffHour: 15, head: PrinterProfile.generic80.head, fonts: try FontLibrary())
        var times = Times()
        for round in 0..<rounds + 5 {
            let groups = try await visitor.nodes("home", "tile")
            _ = try await visitor.touch(groups[round % groups.count])
            let fields = try await visitor.nodes("field", "tile")
            let paper = shop.paper.events()
            let start = ContinuousClock.now
            let down = try await visitor.touch(fields[round % fields.count]).down
            let cut = try await Self.cut(paper)
            if round >= 5 { times.total.add(cut - start - down.duration) }
            try await leave(visitor)
            guard let stock else { continue }
            let slip = press.draw(SlipToBytes.issued(round), isReprint: false)
            let stockPaper = stock.paper.events()
            let stockStart = ContinuousClock.now
            _ = await stock.driver.print(slip, title: "A001")
            let stockCut = try await Self.cut(stockPaper)
            if round >= 5 { times.cups.add(stockCut - stockStart) }
        }
        return times
    }

    /// Waits until the slip is out and said to be, then ends the visit.
    private static func leave(_ visitor: ScriptedVisitor) async throws {
        let buttons = try await visitor.nodes("ticket-taken", "button")
        guard let finish = buttons.first(where: { $0.label.hasPrefix("Kết thúc") }) else {
            throw ScriptedVisitor.lost
        }
        _ = try await visitor.touch(finish)
    }

    /// When the next slip was cut, by the printer's own clock.
    private static func cut(
        _ events: AsyncStream<VirtualReceiptPrinter.Event>
    ) async throws -> ContinuousClock.Instant {
        for await event in events {
            if case .printed(let slip) = event { return slip.cutAt }
        }
        throw BenchFault("the printer went away")
    }

    /// A private `cupsd`, a virtual printer behind it, a driver before it.
    private struct PrintShop: Sendable {
        let cups: PrivateCUPS
        let paper: VirtualReceiptPrinter
        let driver: CUPSReceiptPrinter

        init(backend: String, option: String = "") async throws {
            paper = try VirtualReceiptPrinter()
            cups = try await PrivateCUPS(backend: backend)
            var uri = paper.uri
            uri.profile += option
            try await cups.addQueue("receipt", to: uri)
            var logger = Logger(label: "bench")
            logger.logLevel = .error
            driver = CUPSReceiptPrinter(.init(server: cups.server, queue: "receipt"), logger: logger)
        }

        func close() {
            cups.stop()
            paper.stop()
        }
    }
}
