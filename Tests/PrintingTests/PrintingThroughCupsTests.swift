import Devices
import KioskCore
import SimulatedDevices
import TestKit
import Testing

@Suite(.serialized, .timeLimit(.minutes(2)))
struct `Printing through CUPS` {
    @Test func `the paper shows the slip, and the printer has confirmed it`() async throws {
        try await PrintShop.open { (shop) async throws in
            let slip = sampleSlip(7)
            await expect(.confirmed) { await shop.driver.print(slip, title: "A-007") }
            let paper = try #require(shop.paper.tray.first)
            #expect(shop.paper.shows([slip]))
            #expect(paper.bitmap.height == slip.height + PrinterProfile.generic80.cutterDistance)
            #expect(shop.paper.unknownCommands == 0)
            #expect(try shop.reasons() == ["none"])
        }
    }

    @Test func `twenty slips in a row come out whole and in order`() async throws {
        try await PrintShop.open { (shop) async throws in
            for number in 0..<20 {
                #expect(
                    await shop.driver.print(sampleSlip(number, height: 400), title: "A-\(number)")
                        == .confirmed)
            }
            #expect(shop.paper.shows((0..<20).map { sampleSlip($0, height: 400) }))
        }
    }
}
