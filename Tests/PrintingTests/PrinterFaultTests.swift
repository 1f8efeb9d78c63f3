import Devices
import KioskCore
import SimulatedDevices
import TestKit
import Testing

@Suite(.serialized, .timeLimit(.minutes(3)))
struct `A printer that cannot print` {
    struct Case: CustomTestStringConvertible, Sendable {
        var fault: VirtualPrinterFault
        var condition: PrinterCondition
        var reason: String
        var testDescription: String { "\(fault)" }
    }

    static let cases = [
        Case(fault: .paperEmpty, condition: .paperEmpty, reason: "media-empty-error"),
        Case(fault: .coverOpen, condition: .coverOpen, reason: "cover-open-error"),
        Case(fault: .cutter, condition: .cutterError, reason: "cutter-jam-error"),
        Case(fault: .offline, condition: .offline, reason: "offline-error"),
        Case(fault: .silent, condition: .offline, reason: "offline-error"),
        Case(fault: .paperEmptyAfter(rows: 300), condition: .paperEmpty, reason: "media-empty-error"),
        Case(fault: .cutterAtNextCut, condition: .cutterError, reason: "cutter-jam-error"),
    ]

    @Test(arguments: cases)
    func `says why, prints nothing by itself later, and prints the next slip`(_ it: Case) async throws {
        try await PrintingFixture.open { (setup) async throws in
            setup.paper.set(it.fault)
            await expect(.failed(it.condition)) { await setup.driver.print(sampleSlip(1), title: "A-001") }
            #expect(try setup.reasons() == [it.reason])
            #expect(setup.paper.tray.isEmpty)

            setup.paper.set(.none)
            await expect(.confirmed) { await setup.driver.print(sampleSlip(2), title: "A-002") }
            #expect(try setup.reasons() == ["none"])
            #expect(setup.paper.shows([sampleSlip(2)]))
            #expect(!setup.paper.hasUnfinishedPaper)
        }
    }

    @Test func `that runs out in the middle of a slip leaves a torn piece and an empty buffer`() async throws
    {
        try await PrintingFixture.open { (setup) async throws in
            setup.paper.set(.paperEmptyAfter(rows: 333))
            await expect(.failed(.paperEmpty)) { await setup.driver.print(sampleSlip(1), title: "A-001") }
            setup.paper.set(.none)
            let torn = try #require(setup.paper.scraps.first)
            #expect(torn.height == 333 + PrinterProfile.generic80.cutterDistance)
            #expect(!setup.paper.hasUnfinishedPaper)
        }
    }

    @Test func `soon is reported while it still prints`() async throws {
        try await PrintingFixture.open { (setup) async throws in
            setup.paper.set(.paperLow)
            await expect(.confirmed) { await setup.driver.print(sampleSlip(1), title: "A-001") }
            #expect(try setup.reasons() == ["media-low-warning"])
        }
    }

    @Test func `yet, because it is being switched on, is waited for`() async throws {
        try await PrintingFixture.open { (setup) async throws in
            setup.paper.set(.offline)
            async let outcome = setup.driver.print(sampleSlip(1), title: "A-001")
            #expect(try await eventually { try setup.reasons().contains("connecting-to-device") })
            setup.paper.set(.none)
            let ended = await outcome
            #expect(ended == .confirmed)
        }
    }

    @Test func `in time is given up, and its half slip is cut off`() async throws {
        try await PrintingFixture.open(deadline: .seconds(1)) { (setup) async throws in
            setup.paper.set(.slow(rowsPerSecond: 300))
            await expect(.failed(.tooSlow)) { await setup.driver.print(sampleSlip(1), title: "A-001") }
            #expect(await eventually { !setup.paper.tray.isEmpty })
            #expect(setup.paper.tray[0].bitmap.height < 1040)
            setup.paper.set(.none)
            await expect(.confirmed) { await setup.driver.print(sampleSlip(2), title: "A-002") }
            #expect(setup.paper.shows([sampleSlip(2)], after: 1))
        }
    }

    @Test func `fast prints all the same`() async throws {
        try await PrintingFixture.open(bufferSize: 12_000) { (setup) async throws in
            setup.paper.set(.slow(rowsPerSecond: 1500))
            await expect(.confirmed) { await setup.driver.print(sampleSlip(1), title: "A-001") }
            #expect(setup.paper.shows([sampleSlip(1)]))
        }
    }

    @Test func `whose plug is pulled in the middle is off-line, and works when it is back`() async throws {
        try await PrintingFixture.open { (setup) async throws in
            setup.paper.set(.slow(rowsPerSecond: 300))
            async let outcome = setup.driver.print(sampleSlip(1), title: "A-001")
            #expect(await eventually { setup.paper.hasUnfinishedPaper })
            setup.paper.set(.offline)
            let ended = await outcome
            #expect(ended == .failed(.offline))
            setup.paper.set(.none)
            await expect(.confirmed) { await setup.driver.print(sampleSlip(2), title: "A-002") }
            #expect(setup.paper.tray.count == 1)
        }
    }
}
