import KioskCore
import Testing

@testable import Devices

@Suite("A panel's states")
struct DisplayMachineTests {
    private typealias Machine = DisplayMachine

    /// A machine that shows a picture whose first frame has landed, at one second.
    private func showing(minInterval: Duration = .zero) -> DisplayMachine {
        var machine = Machine()
        #expect(machine.handle(.begin, now: .seconds(1)) == .probe)
        #expect(machine.handle(.probed(.panel), now: .seconds(1)) == .setMode)
        #expect(machine.handle(.modeSet(minInterval: minInterval), now: .seconds(1)) == .paint)
        #expect(machine.handle(.painted(.nothing), now: .seconds(1)) == nil)
        #expect(machine.condition == .showing)
        #expect(machine.deadline == nil)
        return machine
    }

    @Test func `the next frame waits until the pending flip is complete`() {
        var machine = showing()
        #expect(machine.handle(.changed, now: .seconds(2)) == .paint)
        #expect(machine.handle(.painted(.pending), now: .seconds(2)) == nil)
        #expect(machine.handle(.changed, now: .seconds(2)) == nil)
        #expect(machine.handle(.changed, now: .seconds(2)) == nil)
        #expect(machine.handle(.flipCompleted, now: .seconds(2)) == .paint)
        #expect(machine.handle(.painted(.pending), now: .seconds(2)) == nil)
        #expect(machine.handle(.flipCompleted, now: .seconds(2)) == nil)
    }

    @Test func `with nothing to show there is no time to wake up for`() {
        var machine = showing(minInterval: .milliseconds(16))
        _ = machine.handle(.changed, now: .seconds(2))
        _ = machine.handle(.painted(.pending), now: .seconds(2))
        _ = machine.handle(.flipCompleted, now: .seconds(2))
        #expect(machine.deadline == nil)
    }

    @Test(arguments: [DisplayMachine.Painted.pending, .written])
    func `where no vertical blank comes, a timer keeps frames apart`(_ painted: DisplayMachine.Painted) {
        var machine = showing(minInterval: .milliseconds(16))
        #expect(machine.handle(.changed, now: .milliseconds(2000)) == .paint)
        _ = machine.handle(.painted(painted), now: .milliseconds(2000))
        if painted == .pending { #expect(machine.handle(.flipCompleted, now: .milliseconds(2001)) == nil) }
        #expect(machine.handle(.changed, now: .milliseconds(2005)) == nil)
        #expect(machine.deadline == .milliseconds(2016))
        #expect(machine.handle(.tick, now: .milliseconds(2015)) == nil)
        #expect(machine.handle(.tick, now: .milliseconds(2016)) == .paint)
    }

    @Test func `a flip that never completes makes the mode be set again`() {
        var machine = showing()
        _ = machine.handle(.changed, now: .seconds(2))
        _ = machine.handle(.painted(.pending), now: .seconds(2))
        #expect(machine.deadline == .seconds(2) + Machine.Delay.lostFlip)
        #expect(machine.handle(.tick, now: .seconds(3)) == .setMode)
    }

    @Test func `a driver that is busy is asked again a little later`() {
        var machine = showing()
        _ = machine.handle(.changed, now: .seconds(2))
        #expect(machine.handle(.failed(.busy), now: .seconds(2)) == nil)
        #expect(machine.condition == .showing)
        #expect(machine.handle(.tick, now: .seconds(2) + Machine.Delay.busy) == .paint)
    }

    @Test func `a pulled panel is dark, is looked for, and the picture is back when it is plugged in`() {
        var machine = showing()
        #expect(machine.handle(.hotplug, now: .seconds(2)) == .probe)
        #expect(machine.handle(.probed(.nothing), now: .seconds(2)) == .turnOff)
        #expect(machine.condition == .unplugged)
        #expect(machine.handle(.changed, now: .seconds(3)) == nil)
        #expect(machine.handle(.tick, now: .seconds(4)) == .probe)
        #expect(machine.handle(.probed(.nothing), now: .seconds(4)) == nil)
        #expect(machine.deadline == .seconds(4) + Machine.Delay.unplugged)
        #expect(machine.handle(.hotplug, now: .seconds(5)) == .probe)
        #expect(machine.handle(.probed(.panel), now: .seconds(5)) == .setMode)
        #expect(machine.handle(.modeSet(minInterval: .zero), now: .seconds(5)) == .paint)
        #expect(machine.deadline == nil)
    }

    @Test func `a panel of another size needs a new start`() {
        var machine = showing()
        _ = machine.handle(.hotplug, now: .seconds(2))
        #expect(machine.handle(.probed(.otherSize), now: .seconds(2)) == .stop)
    }

    @Test func `a card that another program holds is asked for until it is free`() {
        var machine = showing()
        _ = machine.handle(.changed, now: .seconds(2))
        #expect(machine.handle(.failed(.notMaster), now: .seconds(2)) == nil)
        #expect(machine.condition == .occupied)
        #expect(machine.handle(.tick, now: .seconds(3)) == .acquireMaster)
        #expect(machine.handle(.failed(.notMaster), now: .seconds(3)) == nil)
        #expect(machine.handle(.tick, now: .seconds(4)) == .acquireMaster)
        #expect(machine.handle(.masterAcquired, now: .seconds(4)) == .probe)
        #expect(machine.handle(.probed(.panel), now: .seconds(4)) == .setMode)
    }

    @Test func `a card that went away is closed, and opened when it is back`() {
        var machine = showing()
        #expect(machine.handle(.failed(.gone), now: .seconds(2)) == .close)
        #expect(machine.condition == .missing)
        #expect(machine.handle(.tick, now: .seconds(3)) == .open)
        #expect(machine.handle(.opened(false), now: .seconds(3)) == nil)
        #expect(machine.handle(.hotplug, now: .milliseconds(3100)) == .open)
        #expect(machine.handle(.opened(true), now: .milliseconds(3100)) == .probe)
    }

    @Test(arguments: [CardFailure.refused("the mode: Invalid argument"), .busy])
    func `a mode that is turned down is tried again`(_ failure: CardFailure) {
        var machine = Machine()
        _ = machine.handle(.begin, now: .zero)
        _ = machine.handle(.probed(.panel), now: .zero)
        #expect(machine.handle(.failed(failure), now: .zero) == nil)
        #expect(machine.condition == .refused)
        #expect(machine.handle(.tick, now: .seconds(2)) == .probe)
    }

    @Test func `whatever happens in whatever order, there is always a way back to the picture`() {
        let events: [DisplayMachine.Event] = [
            .begin, .opened(true), .opened(false), .probed(.panel), .probed(.nothing),
            .modeSet(minInterval: .milliseconds(16)),
            .changed, .painted(.pending), .painted(.written), .painted(.nothing), .flipCompleted, .hotplug,
            .masterAcquired,
            .failed(.notMaster), .failed(.gone), .failed(.busy), .failed(.refused("no")), .tick,
        ]
        var random = SeededGenerator(seed: 7)
        for _ in 0..<2000 {
            var machine = Machine()
            var now = Duration.zero
            for _ in 0..<Int.random(in: 1...12, using: &random) {
                now += .milliseconds(Int.random(in: 0...300, using: &random))
                _ = machine.handle(events[Int.random(in: events.indices, using: &random)], now: now)
            }
            #expect(recovers(machine, from: now))
        }
    }

    /// Plays a card on which everything succeeds from now on.
    private func recovers(_ machine: DisplayMachine, from time: Duration) -> Bool {
        var machine = machine
        var now = time
        var event: DisplayMachine.Event? = .hotplug
        for _ in 0..<20 {
            while let next = event {
                let action = machine.handle(next, now: now)
                event =
                    switch action {
                    case .open: .opened(true)
                    case .acquireMaster: .masterAcquired
                    case .probe: .probed(.panel)
                    case .setMode: .modeSet(minInterval: .zero)
                    case .paint: .painted(.nothing)
                    case .close, .turnOff, .stop, nil: nil
                    }
            }
            if machine.condition == .showing, machine.deadline == nil { return true }
            if let deadline = machine.deadline { now = max(now, deadline) }
            event = .tick
        }
        return false
    }
}
