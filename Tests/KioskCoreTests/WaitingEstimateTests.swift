import KioskCore
import Testing

@Suite struct WaitingEstimateTests {
    private let usual = MinuteRange(shortest: 5, longest: 12)

    @Test(
        arguments: [
            (0, 1, 0, 15), (1, 1, 5, 25), (4, 2, 10, 40), (3, 4, 0, 15), (12, 2, 30, 90), (30, 1, 150, 375),
        ])
    func `the range is shown in steps people think in`(ahead: Int, counters: Int, least: Int, most: Int) {
        let estimate = WaitingEstimate(peopleAhead: ahead, serviceMinutes: usual, openCounters: counters)
        #expect(estimate?.shown == MinuteRange(shortest: least, longest: most))
    }

    @Test func `with no counter open nobody can say`() {
        #expect(WaitingEstimate(peopleAhead: 1, serviceMinutes: usual, openCounters: 0) == nil)
    }

    @Test func `nonsense neither traps nor turns the range round`() throws {
        let range = MinuteRange(shortest: .max, longest: .min)
        let estimate = try #require(
            WaitingEstimate(peopleAhead: .max, serviceMinutes: range, openCounters: .max))
        #expect(estimate.exact.shortest <= estimate.exact.longest)
        #expect(
            WaitingEstimate(peopleAhead: .min, serviceMinutes: usual, openCounters: 1)?.exact.shortest == 0)
    }

    @Test func `with more people ahead neither end falls`() throws {
        for counters in 1...6 {
            var last = MinuteRange(shortest: 0, longest: 0)
            for ahead in 0..<300 {
                let estimate = WaitingEstimate(
                    peopleAhead: ahead, serviceMinutes: usual, openCounters: counters)
                let shown = try #require(estimate).shown
                #expect(shown.shortest >= last.shortest && shown.longest >= last.longest)
                last = shown
            }
        }
    }

    @Test(arguments: 1...30)
    func `a hall that works as the field says keeps the promise`(seed: Int) throws {
        var generator = SeededGenerator(seed: UInt64(seed))
        let counters = Int.random(in: 1...5, using: &generator)
        let ahead = Int.random(in: 0...40, using: &generator)
        let estimate = WaitingEstimate(peopleAhead: ahead, serviceMinutes: usual, openCounters: counters)
        let exact = try #require(estimate).exact
        for _ in 0..<100 {
            // Each counter is somewhere in a service; whoever is next goes where one is free first.
            var freeAt = (0..<counters).map { _ in Int.random(in: 0...usual.longest, using: &generator) }
            for _ in 0..<ahead {
                freeAt.sort()
                freeAt[0] += Int.random(in: usual.shortest...usual.longest, using: &generator)
            }
            let wait = try #require(freeAt.min())
            #expect((exact.shortest...exact.longest).contains(wait))
        }
    }
}
