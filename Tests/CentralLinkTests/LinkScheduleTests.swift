import CentralLink
import Testing

@Suite struct LinkScheduleTests {
    @Test func `failures wait longer and longer, up to a minute`() {
        var schedule = LinkSchedule()
        let pauses = (1...9).map { _ in schedule.pause(after: .failed, jitter: 1) }
        #expect(pauses == [1, 2, 4, 8, 8, 8, 8, 8, 8].map { .seconds($0) })
    }

    @Test func `one success begins again`() {
        var schedule = LinkSchedule()
        for _ in 1...5 { _ = schedule.pause(after: .failed, jitter: 1) }
        #expect(schedule.pause(after: .more, jitter: 1) == .zero)
        #expect(schedule.failures == 0)
        #expect(schedule.pause(after: .failed, jitter: 1) == .seconds(1))
    }

    @Test(arguments: [(0.0, 0.5), (0.5, 0.75), (1.0, 1.0), (-3.0, 0.5), (9.0, 1.0)])
    func `chance takes off up to half`(jitter: Double, seconds: Double) {
        var schedule = LinkSchedule()
        #expect(schedule.pause(after: .failed, jitter: jitter) == .seconds(seconds))
    }

    @Test func `a poll that waited is followed at once, one that did not only after a second`() {
        var schedule = LinkSchedule()
        #expect(schedule.pause(after: .done(took: .seconds(25)), jitter: 0) == .zero)
        #expect(schedule.pause(after: .done(took: .milliseconds(200)), jitter: 0) == .milliseconds(800))
    }

    @Test func `a thousand failures do not overflow`() {
        var schedule = LinkSchedule()
        for _ in 1...1000 { _ = schedule.pause(after: .failed, jitter: 1) }
        #expect(schedule.pause(after: .failed, jitter: 1) == LinkSchedule.longestPause)
    }
}
