import Foundation
import KioskCore
import KioskStore
import LookupScreen
import QueueTicket
import Testing

@testable import Appliance

/// Many days in seconds, from one seed, and what must always hold (design: section 8, level 6).
///
/// `KIOSK_SIMULATION_DAYS` makes it longer: a thousand days take some minutes.
@Suite struct SimulationTests {
    static let days = ProcessInfo.processInfo.environment["KIOSK_SIMULATION_DAYS"].flatMap(Int.init) ?? 12

    @Test(arguments: [1, 2, 3] as [UInt64]) func `whatever breaks, every promise holds`(_ seed: UInt64) throws
    {
        let hall = try SimulatedHall(seed: seed)
        for _ in 0..<Self.days { try hall.day(visitors: 40) }
        #expect(hall.acknowledged.count > Self.days * 20, "something happened")
        #expect(hall.powerCuts > 0 && hall.lostAnswers > 0, "and something broke")

        let numbers = hall.acknowledged.map { "\($0.series.day) \($0.number)" }
        #expect(Set(numbers).count == numbers.count, "a number was given twice")

        let known = Set(hall.acknowledged.map(\.id))
        #expect(hall.paper.allSatisfy { known.contains($0.ticket) }, "paper without a record")
        let first = hall.paper.filter { !$0.isReprint }.map(\.ticket)
        #expect(Set(first).count == first.count, "a slip came out twice without being marked")

        guard case .intact = try hall.storeChain else {
            Issue.record("the chain is broken: \(try hall.storeChain)")
            return
        }
        let centre = try hall.ticketsAtCentre
        #expect(Set(centre) == known && centre.count == known.count, "the centre has each ticket once")
        let events = try hall.eventsAtCentre
        #expect(Set(events).count == events.count, "an event was counted twice")
    }

    @Test func `one seed gives one history`() throws {
        let histories = try (0..<2).map { _ in
            let hall = try SimulatedHall(seed: 42)
            for _ in 0..<3 { try hall.day(visitors: 30) }
            return hall.acknowledged.map { "\($0.id) \($0.number) \($0.issuedAt.milliseconds)" }
        }
        #expect(histories[0] == histories[1])
    }

    @Test func `after every day nothing of its visits is left on the screen`() throws {
        let hall = try SimulatedHall(seed: 7)
        for _ in 0..<5 {
            try hall.day(visitors: 30)
            #expect(hall.machine.visit == Visit())
            #expect(hall.machine.dispenser.isIdle && hall.machine.lookup.isIdle)
        }
    }
}
