import Devices
import KioskCore
import Logging
import SimulatedDevices
import TestKit
import Testing

@Suite(.serialized, .timeLimit(.minutes(3)))
struct `The kiosk's driver` {
    /// Runs the driver beside the body and collects the conditions that it publishes.
    private func running(_ setup: PrintingFixture, _ body: (Heard) async throws -> Void) async throws {
        let heard = Heard()
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { await setup.driver.run() }
            group.addTask {
                for await condition in setup.driver.conditions() { await heard.add(condition) }
            }
            do { try await body(heard) } catch {
                group.cancelAll()
                throw error
            }
            group.cancelAll()
        }
    }

    private actor Heard {
        private(set) var all: [PrinterCondition] = []
        func add(_ condition: PrinterCondition) { all.append(condition) }
    }

    @Test func `knows of an idle printer's trouble and of its end, once each`() async throws {
        try await PrintingFixture.open { (setup) async throws in
            try await running(setup) { (heard) async throws in
                var expected: [PrinterCondition] = [.ready]
                #expect(await eventually { await heard.all == expected })
                for (fault, condition) in [
                    (VirtualPrinterFault.paperEmpty, PrinterCondition.paperEmpty), (.none, .ready),
                    (.coverOpen, .coverOpen), (.paperLow, .paperLow), (.offline, .offline), (.none, .ready),
                    (.cutter, .cutterError), (.silent, .offline),
                ] {
                    setup.paper.set(fault)
                    expected.append(condition)
                    #expect(await eventually { await heard.all == expected })
                    let reason = PrinterStateReason.keyword(for: condition) ?? "none"
                    #expect(try await eventually { try setup.reasons() == [reason] }, "ipptool sees it too")
                }
            }
        }
    }

    @Test func `prints while it looks, again and again`() async throws {
        try await PrintingFixture.open { (setup) async throws in
            try await running(setup) { (heard) async throws in
                for number in 0..<10 {
                    #expect(
                        await setup.driver.print(sampleSlip(number, height: 200), title: "A") == .confirmed)
                    try? await Task.sleep(for: .milliseconds(37))
                }
                #expect(setup.paper.tray.count == 10)
                #expect(await heard.all.allSatisfy { $0 == .ready })
            }
        }
    }

    @Test func `withdraws the jobs that it finds in the queue at its start`() async throws {
        try await PrintingFixture.open { (setup) async throws in
            let client = CUPSClient(setup.cups.server)
            _ = try Tool.run(
                "/usr/sbin/cupsdisable",
                ["-h", "127.0.0.1:\(setup.cups.server.port)", PrintingFixture.queue])
            for _ in 0..<3 {
                let bytes = ESCPOSEncoder(profile: .generic80).encode(sampleSlip(9))
                _ = try await client.submit(
                    .escpos(bytes, name: "old", printBefore: .max), to: PrintingFixture.queue)
            }
            #expect(try await client.activeJobs(of: PrintingFixture.queue).count == 3)
            try await running(setup) { (heard) async throws in
                #expect(await eventually { await heard.all == [.ready] })
                #expect(try await eventually { try await !client.queue(PrintingFixture.queue).isStopped })
            }
            #expect(try await client.activeJobs(of: PrintingFixture.queue).isEmpty)
            await expect(.confirmed) { await setup.driver.print(sampleSlip(1), title: "A-001") }
            #expect(setup.paper.shows([sampleSlip(1)]))
        }
    }

    @Test func `does not cancel a slip that is printed while the first look withdraws old jobs`() async throws
    {
        try await PrintingFixture.open { (setup) async throws in
            let client = CUPSClient(setup.cups.server)
            let server = ["-h", "127.0.0.1:\(setup.cups.server.port)", PrintingFixture.queue]
            // The slip comes at every moment of the withdrawal.
            for delay in stride(from: 0, through: 45, by: 3) {
                _ = try Tool.run("/usr/sbin/cupsdisable", server)
                let old = ESCPOSEncoder(profile: .generic80).encode(sampleSlip(9))
                _ = try await client.submit(
                    .escpos(old, name: "old", printBefore: .max), to: PrintingFixture.queue)
                let driver = setup.newDriver()
                try await withThrowingTaskGroup(of: Void.self) { group in
                    group.addTask { await driver.run() }
                    try await Task.sleep(for: .milliseconds(delay))
                    await expect(.confirmed) {
                        await driver.print(sampleSlip(1, height: 200), title: "A-\(delay)")
                    }
                    group.cancelAll()
                }
            }
            #expect(setup.paper.shows((0..<16).map { _ in sampleSlip(1, height: 200) }))
        }
    }

    @Test func `resumes a stopped queue for a slip`() async throws {
        try await PrintingFixture.open { (setup) async throws in
            _ = try Tool.run(
                "/usr/sbin/cupsdisable",
                ["-h", "127.0.0.1:\(setup.cups.server.port)", PrintingFixture.queue])
            await expect(.confirmed) { await setup.driver.print(sampleSlip(1), title: "A-001") }
        }
    }

    @Test func `is unavailable while CUPS is away, and prints when it is back`() async throws {
        let paper = try VirtualReceiptPrinter()
        let first = try await PrivateCUPS(backend: PrintingFixture.backend)
        try await first.addQueue(PrintingFixture.queue, to: paper.uri)
        var settings = CUPSReceiptPrinter.Settings(server: first.server, queue: PrintingFixture.queue)
        settings.deadline = .seconds(5)
        let driver = CUPSReceiptPrinter(settings, logger: Logger(label: "printer"))
        await expect(.confirmed) { await driver.print(sampleSlip(1), title: "A-001") }
        first.stop()
        await expect(.failed(.unavailable)) { await driver.print(sampleSlip(2), title: "A-002") }
        let second = try await PrivateCUPS(backend: PrintingFixture.backend, port: first.server.port)
        try await second.addQueue(PrintingFixture.queue, to: paper.uri)
        await expect(.confirmed) { await driver.print(sampleSlip(3), title: "A-003") }
        #expect(paper.shows([sampleSlip(1), sampleSlip(3)]))
        second.stop()
        paper.stop()
    }

    @Test func `sees a slip to its end when CUPS loses power under it`() async throws {
        let directory = "/tmp/kiosk-cups-kept-\(UInt32.random(in: 0...UInt32.max))"
        let paper = try VirtualReceiptPrinter()
        let first = try await PrivateCUPS(backend: PrintingFixture.backend, directory: directory)
        try await first.addQueue(PrintingFixture.queue, to: paper.uri)
        var settings = CUPSReceiptPrinter.Settings(server: first.server, queue: PrintingFixture.queue)
        settings.deadline = .seconds(8)
        let driver = CUPSReceiptPrinter(settings, logger: Logger(label: "printer"))
        paper.set(.slow(rowsPerSecond: 400))
        async let outcome = driver.print(sampleSlip(1), title: "A-001")
        #expect(await eventually { paper.hasUnfinishedPaper })
        first.kill()
        #expect(await eventually { paper.tray.count == 1 }, "the orphaned backend cuts off the half slip")
        paper.set(.none)
        let second = try await PrivateCUPS(
            backend: PrintingFixture.backend, directory: directory, port: first.server.port)
        let ended = await outcome
        // A server killed before it had written the job forgets it; then nothing comes out, and we say so.
        let wasForgotten = ended == .failed(.unavailable)
        #expect(wasForgotten || ended == .confirmed)
        #expect(paper.shows(wasForgotten ? [] : [sampleSlip(1)], after: 1))
        second.stop()
        paper.stop()
        _ = try Tool.run("/bin/rm", ["-rf", directory])
    }

    @Test func `is not held up when its task is cancelled, and the slip is withdrawn`() async throws {
        try await PrintingFixture.open(deadline: .seconds(60)) { (setup) async throws in
            setup.paper.set(.slow(rowsPerSecond: 200))
            let printing = Task { await setup.driver.print(sampleSlip(1), title: "A-001") }
            #expect(await eventually { setup.paper.hasUnfinishedPaper })
            printing.cancel()
            #expect(await printing.value == .failed(.tooSlow))
            #expect(try await CUPSClient(setup.cups.server).activeJobs(of: PrintingFixture.queue).isEmpty)
        }
    }
}
