import KioskCore
import SimulatedDevices
import Synchronization
import Testing

@Suite(.timeLimit(.minutes(1))) struct `The simulated devices` {
    @Test func `ten concurrent taps stay ten presses with their releases`() async {
        let touch = ScriptedTouch()
        async let seen = touch.events().reduce(into: [TouchEvent]()) { $0.append($1) }
        await withTaskGroup { fingers in
            for x in 0..<10 { fingers.addTask { await touch.tap(PixelPoint(x: x, y: 0)) } }
        }
        touch.end()
        let events = await seen
        #expect(events.count == 20)
        for pair in stride(from: 0, to: events.count, by: 2) {
            #expect(events[pair].phase == .down)
            #expect(events[pair + 1] == TouchEvent(.up, at: events[pair].point))
        }
    }

    @Test func `a touch returns only when the reader asks for the next one`() async {
        let touch = ScriptedTouch()
        let reader = SlowReader()
        async let reading: Void = reader.read(touch.events())
        await touch.tap(PixelPoint(x: 1, y: 1))
        #expect(await reader.handled == 2)
        touch.end()
        await reading
    }

    @Test func `a touch on a disconnected panel returns`() async {
        let touch = ScriptedTouch()
        touch.end()
        await touch.tap(PixelPoint(x: 1, y: 1))
    }

    @Test func `a disconnected scanner reports it and delivers nothing`() async {
        let scanner = ScriptedScanner()
        var conditions = scanner.conditions().makeAsyncIterator()
        #expect(await conditions.next() == .connected)
        scanner.set(.disconnected)
        #expect(await conditions.next() == .disconnected)
        #expect(await scanner.read(Scan(bytes: [65])) == false)
    }

    @Test func `a clock that was set runs on from there, and its uptime stays correct`() {
        let wall = ManualClock()
        let clock = OffsetClock { wall.moment }
        clock.set(to: Timestamp(milliseconds: 5_000))
        wall.advance(250)
        #expect(clock.now().wall.milliseconds == 5_250)
        #expect(clock.now().uptime == .milliseconds(1_000_250))
        clock.reset()
        #expect(clock.now().wall.milliseconds == 1_000_250)
    }
}

/// Reads touches slowly.
private actor SlowReader {
    private(set) var handled = 0

    func read(_ touches: AsyncStream<TouchEvent>) async {
        for await _ in touches {
            await Task.yield()
            handled += 1
        }
    }
}

/// A clock that advances on request only.
private final class ManualClock: Sendable {
    private let milliseconds = Mutex(Int64(1_000_000))

    var moment: Moment {
        let now = milliseconds.withLock(\.self)
        return Moment(uptime: .milliseconds(now), wall: Timestamp(milliseconds: now))
    }

    func advance(_ time: Int64) { milliseconds.withLock { $0 += time } }
}
