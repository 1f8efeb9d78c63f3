import KioskCore
import Testing

@testable import Devices

@Suite("From frames to touches")
struct TouchFilterTests {
    private typealias Finger = TouchFilter.Finger

    private func finger(_ id: Int, _ x: Int, _ y: Int, isPalm: Bool = false) -> TouchFilter.Finger {
        Finger(id: id, point: PixelPoint(x: x, y: y), isPalm: isPalm)
    }

    private func touch(_ phase: TouchEvent.Phase, _ x: Int, _ y: Int) -> TouchEvent {
        TouchEvent(phase, at: PixelPoint(x: x, y: y))
    }

    /// Frames 100 ms apart.
    private func touches(_ frames: [[TouchFilter.Finger]], step: Duration = .milliseconds(100))
        -> [TouchEvent]
    {
        var filter = TouchFilter()
        return frames.enumerated().flatMap { filter.receive($1, at: step * $0) }
    }

    @Test func `a finger is down, moves, and is up where it last was`() {
        let frames = [[finger(1, 5, 5)], [finger(1, 5, 5)], [finger(1, 6, 5)], []]
        #expect(touches(frames) == [touch(.down, 5, 5), touch(.move, 6, 5), touch(.up, 6, 5)])
    }

    @Test func `a second finger does nothing until all that it saw is over`() {
        let frames = [
            [finger(1, 5, 5)], [finger(1, 5, 5), finger(2, 90, 90)], [finger(2, 91, 90)], [finger(2, 92, 90)],
            [],
            [finger(3, 50, 50)],
        ]
        #expect(touches(frames) == [touch(.down, 5, 5), touch(.up, 5, 5), touch(.down, 50, 50)])
    }

    @Test func `one finger that follows another in one report is up, and then down`() {
        let frames = [[finger(1, 5, 5)], [finger(2, 300, 300)]]
        #expect(touches(frames) == [touch(.down, 5, 5), touch(.up, 5, 5), touch(.down, 300, 300)])
    }

    @Test func `a palm is no finger, and a finger beside it is`() {
        let frames = [
            [finger(1, 5, 5, isPalm: true)], [finger(1, 5, 5, isPalm: true), finger(2, 40, 40)], [],
        ]
        #expect(touches(frames) == [touch(.down, 40, 40), touch(.up, 40, 40)])
    }

    @Test func `a finger that spreads into a palm is cancelled, and stays so`() {
        let frames = [[finger(1, 5, 5)], [finger(1, 5, 5, isPalm: true)], [finger(1, 5, 5)], []]
        #expect(touches(frames) == [touch(.down, 5, 5), touch(.cancelled, 5, 5)])
    }

    @Test func `a whole hand cancels the finger that came first`() {
        let hand = [finger(1, 5, 5), finger(2, 90, 5), finger(3, 170, 5), finger(4, 250, 5)]
        #expect(touches([[hand[0]], hand, [hand[1]], []]) == [touch(.down, 5, 5), touch(.cancelled, 5, 5)])
    }

    @Test func `who leans on the panel does not make it dead`() {
        var filter = TouchFilter()
        #expect(filter.receive([finger(1, 5, 5)], at: .zero) == [touch(.down, 5, 5)])
        let both = filter.receive([finger(1, 5, 5), finger(2, 90, 90)], at: TouchFilter.Limit.resting)
        #expect(both == [touch(.cancelled, 5, 5), touch(.down, 90, 90)])
        #expect(filter.receive([finger(1, 5, 5)], at: .seconds(4)) == [touch(.up, 90, 90)])
        #expect(filter.receive([], at: .seconds(5)) == [])
    }

    @Test func `a contact that bounces is one touch`() {
        let frames = [[finger(1, 5, 5)], [], [finger(2, 8, 5)], []]
        #expect(touches(frames, step: .milliseconds(30)) == [touch(.down, 5, 5), touch(.up, 5, 5)])
    }

    @Test(arguments: [(x: 8, step: 60), (x: 60, step: 30)])
    func `a quick second touch later, or elsewhere, counts`(x: Int, step: Int) {
        let frames = [[finger(1, 5, 5)], [], [finger(2, x, 5)], []]
        #expect(touches(frames, step: .milliseconds(step)).count == 4)
    }

    @Test func `a panel that is pulled under the finger cancels it, and one at rest says nothing`() {
        var filter = TouchFilter()
        #expect(filter.cancel() == [])
        _ = filter.receive([finger(1, 5, 5)], at: .zero)
        #expect(filter.cancel() == [touch(.cancelled, 5, 5)])
        #expect(!filter.isDown)
    }

    @Test func `what lies on the panel from the start has to be lifted first`() {
        var filter = TouchFilter()
        filter.ignore([finger(1, 5, 5)])
        #expect(filter.receive([finger(1, 6, 5)], at: .zero) == [])
        #expect(filter.receive([], at: .seconds(1)) == [])
        #expect(filter.receive([finger(1, 6, 5)], at: .seconds(2)) == [touch(.down, 6, 5)])
    }

    @Test func `whatever lies on the panel, every down is followed by its own end before the next`() {
        var random = SeededGenerator(seed: 5)
        for _ in 0..<300 {
            var filter = TouchFilter()
            var isDown = false
            for step in 0..<60 {
                let count = Int.random(in: 0...5, using: &random)
                let ids = Array(Set((0..<count).map { _ in Int.random(in: 0...6, using: &random) }))
                let fingers = ids.map {
                    finger(
                        $0, Int.random(in: 0...100, using: &random), 0,
                        isPalm: Int.random(in: 0...9, using: &random) == 0)
                }
                for touch in filter.receive(fingers, at: .milliseconds(step * 200)) {
                    #expect((touch.phase == .down) == !isDown)
                    if touch.phase != .move { isDown = touch.phase == .down }
                }
                #expect(filter.isDown == isDown)
            }
        }
    }
}
