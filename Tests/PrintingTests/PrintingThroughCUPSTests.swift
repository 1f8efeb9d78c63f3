import Devices
import KioskCore
import SimulatedDevices
import TestKit
import Testing

@Suite(.serialized, .timeLimit(.minutes(2)))
struct `Printing through CUPS` {
    @Test func `the paper shows the slip, and the printer has confirmed it`() async throws {
        try await PrintingFixture.open { (setup) async throws in
            let slip = sampleSlip(7)
            await expect(.confirmed) { await setup.driver.print(slip, title: "A-007") }
            let paper = try #require(setup.paper.tray.first)
            #expect(setup.paper.shows([slip]))
            #expect(paper.bitmap.height == slip.height + PrinterProfile.generic80.cutterDistance)
            #expect(setup.paper.unknownCommands == 0)
            #expect(try setup.reasons() == ["none"])
        }
    }

    @Test func `twenty slips in a row come out whole and in order`() async throws {
        try await PrintingFixture.open { (setup) async throws in
            for number in 0..<20 {
                #expect(
                    await setup.driver.print(sampleSlip(number, height: 400), title: "A-\(number)")
                        == .confirmed)
            }
            #expect(setup.paper.shows((0..<20).map { sampleSlip($0, height: 400) }))
        }
    }
}
