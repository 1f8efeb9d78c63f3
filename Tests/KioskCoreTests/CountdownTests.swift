import KioskCore
import Testing

@Suite struct CountdownTests {
    private let countdown = Countdown(until: .seconds(10))

    private func moment(_ uptime: Duration) -> Moment {
        Moment(uptime: uptime, wall: Timestamp(milliseconds: 0))
    }

    @Test(
        arguments: [
            (Duration.zero, Int64(10)), (.milliseconds(1), 10), (.milliseconds(999), 10), (.seconds(1), 9),
            (.milliseconds(9999), 1), (.seconds(10), 0), (.seconds(11), 0), (.milliseconds(12_500), 0),
        ])
    func `the seconds left are rounded up and never negative`(uptime: Duration, seconds: Int64) {
        #expect(countdown.secondsLeft(now: moment(uptime)) == seconds)
    }

    @Test(
        arguments: [
            (Duration.zero, Duration.seconds(1)), (.milliseconds(400), .seconds(1)),
            (.seconds(1), .seconds(2)), (.milliseconds(8600), .seconds(9)), (.seconds(9), .seconds(10)),
            (.milliseconds(9500), .seconds(10)), (.seconds(12), .seconds(10)),
        ])
    func `the next tick is when the seconds left change`(uptime: Duration, tick: Duration) {
        #expect(countdown.nextTick(now: moment(uptime)) == tick)
    }

    @Test func `going from tick to tick shows every second once`() {
        var uptime = Duration.milliseconds(250)
        var shown: [Int64] = []
        while uptime < countdown.deadline {
            shown.append(countdown.secondsLeft(now: moment(uptime)))
            uptime = countdown.nextTick(now: moment(uptime))
        }
        #expect(shown == Array((1...10).reversed()))
        #expect(countdown.secondsLeft(now: moment(uptime)) == 0)
    }
}
