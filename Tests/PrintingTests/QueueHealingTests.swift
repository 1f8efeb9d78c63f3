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
        _ cups: PrivateCUPS, deadline: Duration = .seconds(40)
    ) -> CUPSReceiptPrinter {
        CUPSReceiptPrinter(
            IPPPrintingFixture.settings(cups, deadline: deadline), logger: Logger(label: "printer"))
    }

    private func temporaryFolder() -> String { "/tmp/kiosk-kept-\(UInt32.random(in: 0...UInt32.max))" }

    @Test func `whose printer loses power under a slip is off-line, and nothing comes out later`()
        async throws
    {
        let (folder, slip) = (temporaryFolder(), try ticketSlip("A002"))
        let first = try await EverywherePrinter(formats: [IPPPrintingFixture.pwg], directory: folder)
        let cups = try await PrivateCUPS(
            backend: PrintingFixture.backend, otherBackends: PrivateCUPS.ippBackend)
        defer {
            cups.stop()
            try? FileManager.default.removeItem(atPath: folder)
        }
        try await IPPPrintingFixture.addQueue(to: cups, uri: first.uri, model: "everywhere")
        let driver = newDriver(cups, deadline: .seconds(60))
        first.set(.waits(reason: ""))
        async let outcome = driver.print(sampleSlip(1, height: 300), title: "A-001")
        #expect(await eventually(within: .seconds(50)) { first.isWaiting })
        first.kill()
        let ended = await outcome
        #expect(ended == .failed(.offline))
        #expect(try await CUPSClient(cups.server).activeJobs(of: PrintingFixture.queue).isEmpty)
        let second = try await EverywherePrinter(
            formats: [IPPPrintingFixture.pwg], directory: folder, port: first.port)
        defer { second.stop() }
        await expect(.confirmed) { await driver.print(slip, title: "A-002") }
        #expect(second.tray.count == 1)
    }

    @Test func `whose printer stopped answering with a slip cancels it when the printer answers again`()
        async throws
    {
        try await IPPPrintingFixture.open { (setup) async throws in
            let driver = newDriver(setup.cups, deadline: .seconds(90))
            setup.printer.set(.waits(reason: ""))
            async let outcome = driver.print(sampleSlip(1, height: 300), title: "A-001")
            #expect(await eventually(within: .seconds(60)) { setup.printer.isWaiting })
            setup.printer.freeze(true)
            let ended = await outcome
            #expect(ended == .failed(.offline))
            setup.printer.freeze(false)
            try await watching(driver) { (heard) async throws in
                #expect(await eventually(within: .seconds(60)) { await heard.last == .ready })
            }
            setup.printer.set(.comesOut)
            #expect(await eventually(within: .seconds(30)) { !setup.printer.isWaiting })
            let slip = try ticketSlip("A002")
            await expect(.confirmed) { await driver.print(slip, title: "A-002") }
            #expect(setup.printer.tray.count == 1)
            #expect(try setup.paper().shows(slip))
        }
    }

    @Test func `that was stopped, takes nothing, and holds old jobs prints the next slip and only that`()
        async throws
    {
        try await IPPPrintingFixture.open { (setup) async throws in
            let server = ["-h", "127.0.0.1:\(setup.cups.server.port)", PrintingFixture.queue]
            _ = try Tool.run("/usr/sbin/cupsdisable", server)
            let client = CUPSClient(setup.cups.server)
            let page = try #require(
                SlipPage(for: sampleSlip(9, height: 300), dotsPerInch: 203, on: MediaOffer()))
            for _ in 0..<2 {
                _ = try await client.submit(
                    PrintDocument(
                        name: "old", format: IPPPrintingFixture.pwg, content: .page(page, cancelAfter: 600),
                        bytes: [0x52, 0x61, 0x53, 0x32]), to: PrintingFixture.queue)
            }
            _ = try Tool.run("/usr/sbin/cupsreject", server)
            let slip = try ticketSlip("A001")
            await expect(.confirmed) { await setup.driver.print(slip, title: "A-001") }
            #expect(setup.printer.tray.count == 1)
            #expect(try setup.paper().shows(slip))
            #expect(try await client.activeJobs(of: PrintingFixture.queue).isEmpty)
        }
    }

    @Test func `prints where the policy lets nobody change it`() async throws {
        let folder = temporaryFolder()
        let printer = try await EverywherePrinter(formats: [IPPPrintingFixture.pwg])
        let open = try await PrivateCUPS(
            backend: PrintingFixture.backend, otherBackends: PrivateCUPS.ippBackend, directory: folder)
        try await IPPPrintingFixture.addQueue(to: open, uri: printer.uri, model: "everywhere")
        open.stop()
        let closed = try await PrivateCUPS(
            backend: PrintingFixture.backend, otherBackends: PrivateCUPS.ippBackend,
            forbidsAdministration: true,
            directory: folder)
        defer {
            closed.stop()
            printer.stop()
            try? FileManager.default.removeItem(atPath: folder)
        }
        await #expect(throws: CUPSFault.self) {
            try await CUPSClient(closed.server).setReasons([], of: PrintingFixture.queue)
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
        let printer = try await EverywherePrinter(formats: [IPPPrintingFixture.pwg])
        let first = try await PrivateCUPS(
            backend: PrintingFixture.backend, otherBackends: PrivateCUPS.ippBackend, directory: folder)
        defer {
            printer.stop()
            try? FileManager.default.removeItem(atPath: folder)
        }
        try await IPPPrintingFixture.addQueue(to: first, uri: printer.uri, model: "everywhere")
        let driver = newDriver(first, deadline: .seconds(90))
        printer.set(.waits(reason: ""))
        async let outcome = driver.print(sampleSlip(1, height: 300), title: "A-001")
        #expect(await eventually(within: .seconds(50)) { printer.isWaiting })
        first.stop()
        printer.set(.comesOut)
        let second = try await PrivateCUPS(
            backend: PrintingFixture.backend, otherBackends: PrivateCUPS.ippBackend, directory: folder,
            port: first.server.port)
        defer { second.stop() }
        let ended = await outcome
        #expect(ended == .confirmed)
        #expect(printer.tray.count == 1)
    }
}
