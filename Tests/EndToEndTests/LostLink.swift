import Foundation
import Testing

extension EndToEnd {
    @Suite struct `When the link is down` {
        @Test func `fifty tickets and twenty lookups reach the centre, each exactly once`() async throws {
            let dock = try RunningDemo.current.dock
            let before = try await ConsoleClient(dock).waiting()
            for kiosk in ["dispenser", "lookup"] { try await dock.fault(kiosk, "link", "down") }
            var numbers: Set<String> = []
            for _ in 0..<50 {
                numbers.insert(try await dock.takeNumber(showing: "ticket-taken"))
            }
            #expect(numbers.count == 50)
            for _ in 0..<20 {
                try await dock.home("lookup")
                try await dock.scan("lookup", "H08.99-251120-0001")
                try await dock.wait("lookup", for: "dossier")
            }
            // The last lookup may be on the screen before it is in the journal.
            try await eventually("twenty lookups in the journal") {
                try await dock.state("lookup").journal.pending >= 20
            }
            let pending = try await dock.state("lookup").journal
            #expect(try await dock.state("dispenser").journal.pending >= 50)
            // Requests arrive and responses do not: everything is sent more than once.
            for kiosk in ["dispenser", "lookup"] { try await dock.fault(kiosk, "link", "answers-lost") }
            let centre = try await ConsoleClient(dock)
            try await eventually("the tickets at the centre", within: .seconds(60)) {
                try await numbers.isSubset(of: centre.waiting().map(\.number))
            }
            #expect(try await dock.state("dispenser").journal.pending >= 50)
            for kiosk in ["dispenser", "lookup"] {
                try await dock.fault(kiosk, "link", "up")
                try await eventually("an empty journal of \(kiosk)", within: .seconds(60)) {
                    try await dock.state(kiosk).journal.pending == 0
                }
            }
            let acknowledged = try await dock.state("lookup").journal.acknowledged
            #expect(acknowledged >= pending.acknowledged + pending.pending)
            let after = try await centre.waiting()
            #expect(after.subtracting(before).count == 50)
            #expect(Set(after.map(\.number)).count == after.count)
        }
    }
}
