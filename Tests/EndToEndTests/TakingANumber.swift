import Foundation
import TestKit
import Testing

extension EndToEnd {
    @Suite struct `Taking a number` {
        @Test
        func `two touches give a slip whose number is the same on paper, in the store and at the centre`()
            async throws
        {
            let dock = try RunningDemo.current.dock
            let slips = try await dock.tray().count
            let issued = try await dock.state("dispenser").tickets.issued
            let number = try await dock.takeNumber(showing: "ticket-taken")
            try await eventually("the slip") { try await dock.tray().count == slips + 1 }
            let slip = try #require(try await dock.tray().last)
            #expect(!slip.copy)
            let code = try #require(try codes(on: try await dock.picture(of: slip)).first)
            #expect(Token(code)?.number == number)
            #expect(code.firstMatch(of: /[0-9]{12}/) == nil, "no identity number belongs into a slip's QR")
            #expect(try await dock.state("dispenser").tickets.issued == issued + 1)
            let centre = try await ConsoleClient(dock)
            try await eventually("the number at the centre") {
                try await centre.waiting().contains { $0.number == number }
            }
        }

        @Test func `ten touches at once give one ticket`() async throws {
            let dock = try RunningDemo.current.dock
            try await dock.chooseGroup()
            let (slips, issued) = (
                try await dock.tray().count, try await dock.state("dispenser").tickets.issued
            )
            let bounds = try await dock.control("dispenser", DockClient.field).bounds
            try await withThrowingTaskGroup { fingers in
                for _ in 0..<10 {
                    fingers.addTask {
                        try await dock.touch(
                            "dispenser", x: bounds.x + bounds.width / 2, y: bounds.y + bounds.height / 2)
                    }
                }
                try await fingers.waitForAll()
            }
            try await dock.wait("dispenser", for: "ticket-taken")
            try await dock.home("dispenser")
            #expect(try await dock.state("dispenser").tickets.issued == issued + 1)
            #expect(try await dock.tray().count == slips + 1)
        }
    }
}

/// What a slip's QR says: `KT1:<site>:<yyyyMMdd>:<prefix>:<n>:<mac>`.
struct Token: Hashable {
    let number: String

    init?(_ code: String) {
        let parts = code.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 6, parts[0] == "KT1", let ordinal = Int(parts[4]) else { return nil }
        number = parts[3] + String(repeating: "0", count: max(0, 3 - String(ordinal).count)) + String(ordinal)
    }
}
