import CentralLink
import Testing

@Suite struct RetryScheduleTests {
    @Test func `the delays after failures double up to the longest`() {
        var schedule = RetrySchedule()
        let delays = (1...9).map { _ in schedule.delay(after: .failed, jitter: 1) }
        #expect(delays == [1, 2, 4, 8, 8, 8, 8, 8, 8].map { .seconds($0) })
    }

    @Test func `a success starts the delays over`() {
        var schedule = RetrySchedule()
        for _ in 1...5 { _ = schedule.delay(after: .failed, jitter: 1) }
        #expect(schedule.delay(after: .more, jitter: 1) == .zero)
        #expect(schedule.failures == 0)
        #expect(schedule.delay(after: .failed, jitter: 1) == .seconds(1))
    }

    @Test(arguments: [(0.0, 0.5), (0.5, 0.75), (1.0, 1.0), (-3.0, 0.5), (9.0, 1.0)])
    func `jitter shortens a delay by up to half`(jitter: Double, seconds: Double) {
        var schedule = RetrySchedule()
        #expect(schedule.delay(after: .failed, jitter: jitter) == .seconds(seconds))
    }

    @Test func `a poll that waited is followed at once, one that did not after a second`() {
        var schedule = RetrySchedule()
        #expect(schedule.delay(after: .done(took: .seconds(25)), jitter: 0) == .zero)
        #expect(schedule.delay(after: .done(took: .milliseconds(200)), jitter: 0) == .milliseconds(800))
    }

    @Test func `a thousand failures do not overflow`() {
        var schedule = RetrySchedule()
        for _ in 1...1000 { _ = schedule.delay(after: .failed, jitter: 1) }
        #expect(schedule.delay(after: .failed, jitter: 1) == LinkLimits.maxRetryDelay)
    }
}
