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
        try await PrintShop.open { (shop) async throws in
            shop.paper.set(it.fault)
            await expect(.failed(it.condition)) { await shop.driver.print(sampleSlip(1), title: "A-001") }
            #expect(try shop.reasons() == [it.reason])
            #expect(shop.paper.tray.isEmpty)

            shop.paper.set(.none)
            await expect(.confirmed) { await shop.driver.print(sampleSlip(2), title: "A-002") }
            #expect(try shop.reasons() == ["none"])
            #expect(shop.paper.shows([sampleSlip(2)]))
            #expect(!shop.paper.hasUnfinishedPaper)
        }
    }

    @Test func `that runs out in the middle of a slip leaves a torn piece and an empty buffer`() async throws
    {
        try await PrintShop.open { (shop) async throws in
            shop.paper.set(.paperEmptyAfter(rows: 333))
            await expect(.failed(.paperEmpty)) { await shop.driver.print(sampleSlip(1), title: "A-001") }
            shop.paper.set(.none)
            let torn = try #require(shop.paper.scraps.first)
            #expect(torn.height == 333 + PrinterProfile.generic80.cutterDistance)
            #expect(!shop.paper.hasUnfinishedPaper)
        }
    }

    @Test func `soon is told while it still prints`() async throws {
        try await PrintShop.open { (shop) async throws in
            shop.paper.set(.paperLow)
            await expect(.confirmed) { await shop.driver.print(sampleSlip(1), title: "A-001") }
            #expect(try shop.reasons() == ["media-low-warning"])
        }
    }

    @Test func `yet, because it is being switched on, is waited for`() async throws {
        try await PrintShop.open { (shop) async throws in
            shop.paper.set(.offline)
            async let outcome = shop.driver.print(sampleSlip(1), title: "A-001")
            #expect(try await eventually { try shop.reasons().contains("connecting-to-device") })
            shop.paper.set(.none)
            let ended = await outcome
            #expect(ended == .confirmed)
        }
    }

    @Test func `in time is given up, and its half slip is cut off`() async throws {
        try await PrintShop.open(deadline: .seconds(1)) { (shop) async throws in
            shop.paper.set(.slow(rowsPerSecond: 300))
            await expect(.failed(.tooSlow)) { await shop.driver.print(sampleSlip(1), title: "A-001") }
            #expect(await eventually { !shop.paper.tray.isEmpty })
            #expect(shop.paper.tray[0].bitmap.height < 1040)
            shop.paper.set(.none)
            await expect(.confirmed) { await shop.driver.print(sampleSlip(2), title: "A-002") }
            #expect(shop.paper.shows([sampleSlip(2)], after: 1))
        }
    }

    @Test func `fast prints all the same`() async throws {
        try await PrintShop.open(bufferSize: 12_000) { (shop) async throws in
            shop.paper.set(.slow(rowsPerSecond: 1500))
            await expect(.confirmed) { await shop.driver.print(sampleSlip(1), title: "A-001") }
            #expect(shop.paper.shows([sampleSlip(1)]))
        }
    }

    @Test func `whose plug is pulled in the middle is off-line, and works when it is back`() async throws {
        try await PrintShop.open { (shop) async throws in
            shop.paper.set(.slow(rowsPerSecond: 300))
            async let outcome = shop.driver.print(sampleSlip(1), title: "A-001")
            #expect(await eventually { shop.paper.hasUnfinishedPaper })
            shop.paper.set(.offline)
            let ended = await outcome
            #expect(ended == .failed(.offline))
            shop.paper.set(.none)
            await expect(.confirmed) { await shop.driver.print(sampleSlip(2), title: "A-002") }
            #expect(shop.paper.tray.count == 1)
        }
    }
}
