import Foundation
import Testing

extension EndToEnd {
    @Suite struct `When the power fails` {
        private static let cuts = 100

        @Test
        func `at any moment, no number is given twice, none that was shown is lost, and home comes back`()
            async throws
        {
            let dock = try RunningDemo.current.dock
            var moments = Moments(seed: 2026)
            var shown: Set<String> = []
            var issued = try await dock.state("dispenser").tickets.issued
            for cut in 1...Self.cuts {
                try await dock.chooseGroup()
                // The touch may never get a response: that is tested here.
                async let touched: Void? = try? dock.press("dispenser", DockClient.field)
                try await Task.sleep(for: .milliseconds(moments.next()))
                let view = try await dock.view("dispenser")
                if view.screen.hasPrefix("ticket-"), let number = view.number {
                    #expect(shown.insert(number).inserted, "\(number) was given twice, cut \(cut)")
                }
                try await dock.fault("dispenser", "power", "cut")
                _ = await touched
                try await dock.wait("dispenser", for: "home", within: .seconds(30))
                let after = try await dock.state("dispenser").tickets.issued
                #expect(after == issued || after == issued + 1, "cut \(cut)")
                issued = after
            }
            try await eventually("an empty journal", within: .seconds(60)) {
                try await dock.state("dispenser").journal.pending == 0
            }
            let centre = try await ConsoleClient(dock).waiting()
            #expect(shown.isSubset(of: centre.map(\.number)))
            #expect(Set(centre.map(\.number)).count == centre.count, "a number is at the centre twice")
            // What the kiosk stored is what the centre has: nothing lost, nothing invented.
            #expect(centre.count == issued)
        }
    }
}

/// Moments to cut the power, in milliseconds after a touch: the same ones in every run.
private struct Moments {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> Int {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Int(state >> 33) % 500
    }
}
