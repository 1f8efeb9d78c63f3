import Devices
import Foundation
import KioskCore
import Logging
import SimulatedDevices
import TestKit
import Testing

@Suite(.serialized, .timeLimit(.minutes(10)))
struct `A queue of an IPP printer` {
    private func newDriver(
        _ cups: PrivateCups, deadline: Duration = .seconds(40)
    ) -> CupsReceiptPrinter {
        CupsReceiptPrinter(DocumentShop.settings(cups, deadline: deadline), logger: Logger(label: "printer"))
    }

    private func temporaryFolder() -> String { "/tmp/kiosk-kept-\(UInt32.random(in: 0...UInt32.max))" }

    @Test func `whose printer loses power under a slip says so, and nothing comes out later`() async throws {
        let (folder, slip) = (temporaryFolder(), try ticketSlip("A002"))
        let first = try await EverywherePrinter(formats: [DocumentShop.pwg], directory: folder)
        let cups = try await PrivateCups(backend: PrintShop.backend, otherBackends: PrivateCups.ippBackend)
        defer {
            cups.stop()
            try? FileManager.default.removeItem(atPath: folder)
        }
        try await DocumentShop.addQueue(to: cups, uri: first.uri, model: "everywhere")
        let driver = newDriver(cups, deadline: .seconds(60))
        first.set(.waits(reason: ""))
        async let outcome = driver.print(sampleSlip(1, height: 300), title: "A-001")
        #expect(await eventually(within: .seconds(50)) { first.isWaiting })
        first.kill()
        let ended = await outcome
        #expect(ended == .failed(.offline))
        #expect(try await CupsDoor(cups.server).activeJobs(of: PrintShop.queue).isEmpty)
        let second = try await EverywherePrinter(
            formats: [DocumentShop.pwg], directory: folder, port: first.port)
        defer { second.stop() }
        await expect(.confirmed) { await driver.print(slip, title: "A-002") }
        #expect(second.tray.count == 1)
    }

    @Test func `whose printer fell silent with a slip takes it back when it is heard again`() async throws {
        try await DocumentShop.open { (shop) async throws in
            let driver = newDriver(shop.cups, deadline: .seconds(90))
            shop.printer.set(.waits(reason: ""))
            async let outcome = driver.print(sampleSlip(1, height: 300), title: "A-001")
            #expect(await eventually(within: .seconds(60)) { shop.printer.isWaiting })
            shop.printer.freeze(true)
            let ended = await outcome
            #expect(ended == .failed(.offline))
            shop.printer.freeze(false)
            try await watching(driver) { (heard) async throws in
                #expect(await eventually(within: .seconds(60)) { await heard.last == .ready })
            }
            shop.printer.set(.comesOut)
            #expect(await eventually(within: .seconds(30)) { !shop.printer.isWaiting })
            let slip = try ticketSlip("A002")
            await expect(.confirmed) { await driver.print(slip, title: "A-002") }
            #expect(shop.printer.tray.count == 1)
            #expect(try shop.paper().shows(slip))
        }
    }

    @Test func `that was stopped, takes nothing, and holds old jobs prints the next slip and only that`()
        async throws
    {
        try await DocumentShop.open { (shop) async throws in
            let server = ["-h", "127.0.0.1:\(shop.cups.server.port)", PrintShop.queue]
            _ = try Tool.run("/usr/sbin/cupsdisable", server)
            let door = CupsDoor(shop.cups.server)
            let page = try #require(
                SlipPage(for: sampleSlip(9, height: 300), dotsPerInch: 203, on: MediaOffer()))
            for _ in 0..<2 {
                _ = try await door.submit(
                    QueueJob(
                        name: "old", format: DocumentShop.pwg, content: .page(page, cancelAfter: 600),
                        document: [0x52, 0x61, 0x53, 0x32]), to: PrintShop.queue)
            }
            _ = try Tool.run("/usr/sbin/cupsreject", server)
            let slip = try ticketSlip("A001")
            await expect(.confirmed) { await shop.driver.print(slip, title: "A-001") }
            #expect(shop.printer.tray.count == 1)
            #expect(try shop.paper().shows(slip))
            #expect(try await door.activeJobs(of: PrintShop.queue).isEmpty)
        }
    }

    @Test func `prints where the policy lets nobody change it`() async throws {
        let folder = temporaryFolder()
        let printer = try await EverywherePrinter(formats: [DocumentShop.pwg])
        let open = try await PrivateCups(
            backend: PrintShop.backend, otherBackends: PrivateCups.ippBackend, directory: folder)
        try await DocumentShop.addQueue(to: open, uri: printer.uri, model: "everywhere")
        open.stop()
        let closed = try await PrivateCups(
            backend: PrintShop.backend, otherBackends: PrivateCups.ippBackend, forbidsAdministration: true,
            directory: folder)
        defer {
            closed.stop()
            printer.stop()
            try? FileManager.default.removeItem(atPath: folder)
        }
        await #expect(throws: CupsFault.self) {
            try await CupsDoor(closed.server).setReasons([], of: PrintShop.queue)
        }
        let driver = newDriver(closed)
        try await watching(driver) { (heard) async throws in
            try printer.load(sheets: 0)
            #expect(await eventually(within: .seconds(30)) { await heard.last == .paperEmpty })
            try printer.load(sheets: 250)
            #expect(await eventually(within: .seconds(30)) { await heard.last == .ready })
            await expect(.confirmed) { await driver.print(sampleSlip(1, height: 300), title: "A-001") }
        }
    }

    @Test func `is printed on once when CUPS is started again under a slip`() async throws {
        let folder = temporaryFolder()
        let printer = try await EverywherePrinter(formats: [DocumentShop.pwg])
        let first = try await PrivateCups(
            backend: PrintShop.backend, otherBackends: PrivateCups.ippBackend, directory: folder)
        defer {
            printer.stop()
            try? FileManager.default.removeItem(atPath: folder)
        }
        try await DocumentShop.addQueue(to: first, uri: printer.uri, model: "everywhere")
        let driver = newDriver(first, deadline: .seconds(90))
        printer.set(.waits(reason: ""))
        async let outcome = driver.print(sampleSlip(1, height: 300), title: "A-001")
        #expect(await eventually(within: .seconds(50)) { printer.isWaiting })
        first.stop()
        printer.set(.comesOut)
        let second = try await PrivateCups(
            backend: PrintShop.backend, otherBackends: PrivateCups.ippBackend, directory: folder,
            port: UInt16(first.server.port))
        defer { second.stop() }
        let ended = await outcome
        #expect(ended == .confirmed)
        #expect(printer.tray.count == 1)
    }
}
