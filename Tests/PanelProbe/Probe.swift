import Devices
import Dispatch
import Glibc
import KioskCore

/// The panel, its touches, and what standard input asks for.
///
/// `picture SEED`, `part SEED X Y W H`, `burst COUNT`, `condition`, `devices`, `calibrate a,b,c,d,e,f`,
/// `hold` (reads no more touches), `release`, `quit`.
actor Probe {
    private let display: any PanelDriver
    private let hub: TouchHub
    private var picture: Bitmap
    private var isHolding = false

    init(_ options: Options) throws {
        display = try openDisplay(options.display)
        hub = TouchHub(options.touch(display.size))
        picture = Bitmap(size: display.size, filledWith: 0)
        say("size \(display.size.width)x\(display.size.height)")
    }

    func run() async {
        let (display, hub) = (display, hub)
        await withTaskGroup { group in
            group.addTask {
                do throws(DisplayFault) { try await display.run() } catch { say("ended \(error)") }
            }
            group.addTask { await hub.run() }
            group.addTask { for await touch in hub.touches { await self.takeWhenReleased(touch) } }
            for await line in commands() where await !perform(line) { break }
            group.cancelAll()
        }
        say("bye")
    }

    private func takeWhenReleased(_ touch: TouchEvent) async {
        while isHolding, !Task.isCancelled { try? await Task.sleep(for: .milliseconds(1)) }
        await take(touch)
    }

    /// Says where, and paints the place, so that a press can be followed to the panel.
    private func take(_ touch: TouchEvent) async {
        let before = (display as? DRMDisplay)?.lastFrame
        if touch.phase != .move {
            let part = PixelRect(x: touch.point.x - 40, y: touch.point.y - 40, width: 80, height: 80)
            fill(part) { _, _ in touch.phase == .down ? 0xFFFF00 : 0x00FF00 }
        }
        say("touch \(touch.phase.rawValue) \(touch.point.x) \(touch.point.y)")
        guard touch.phase == .down, let panel = display as? DRMDisplay else { return }
        for _ in 0..<1000 where panel.lastFrame == before { try? await Task.sleep(for: .milliseconds(1)) }
        say("framed \(panel.lastFrame / .microseconds(1))")
    }

    /// - Returns: Whether to go on.
    private func perform(_ line: String) async -> Bool {
        let words = line.split(separator: " ")
        let numbers = words.dropFirst().compactMap { Int($0) }
        switch words.first {
        case "picture":
            fill(PixelRect(display.size)) { Self.pixel($0, $1, seed: numbers.first ?? 0) }
        case "part" where numbers.count == 5:
            let part = PixelRect(x: numbers[1], y: numbers[2], width: numbers[3], height: numbers[4])
            fill(part) { Self.pixel($0, $1, seed: numbers[0]) }
        case "burst": burst(numbers.first ?? 0)
        case "condition": say("condition \(display.condition.rawValue)")
        case "devices":
            for device in hub.devices {
                say("device \(device.kind.rawValue) \(device.use.rawValue) \(device.name)")
            }
        case "calibrate":
            let values = words.dropFirst().joined().split(separator: ",").compactMap { Double($0) }
            if let calibration = Calibration(values) { hub.use(calibration) }
        case "hold": isHolding = true
        case "release": isHolding = false
        case "quit": return false
        default: break
        }
        say("done \(line)")
        return true
    }

    /// Presents a small square many times, and says how long handing over took: the middle, and the slowest.
    private func burst(_ count: Int) {
        let clock = ContinuousClock()
        var times: [Duration] = []
        for index in 0..<count {
            let part = PixelRect(x: index % 200, y: index % 300, width: 480, height: 120)
            picture[part.x, part.y] = UInt32(index)
            times.append(clock.measure { present([part]) })
        }
        times.sort()
        if let middle = times.dropFirst(count / 2).first, let last = times.last {
            say("burst \(middle) \(last)")
        }
    }

    /// The same arithmetic as in the driver that looks at the panel.
    private static func pixel(_ x: Int, _ y: Int, seed: Int) -> UInt32 {
        let red = UInt32((x + seed) & 255)
        let green = UInt32((y + seed * 3) & 255)
        let blue = UInt32(((x ^ y) + seed * 11) & 255)
        return red << 16 | green << 8 | blue
    }

    private func fill(_ part: PixelRect, _ pixel: (Int, Int) -> UInt32) {
        let part = part.intersection(PixelRect(display.size))
        for y in part.y..<part.maxY {
            for x in part.x..<part.maxX { picture[x, y] = pixel(x, y) }
        }
        present([part])
    }

    private func present(_ damage: [PixelRect]) {
        do throws(DisplayFault) { try display.present(picture, damage: damage) } catch {
            say("fault \(error)")
        }
    }
}

func say(_ line: String) { writeToStandardError(line + "\n") }

/// Lines of standard input, read on a thread of their own: `readLine` blocks.
private func commands() -> AsyncStream<String> {
    AsyncStream { lines in
        DispatchQueue(label: "commands").async {
            while let line = readLine() { lines.yield(line) }
            lines.finish()
        }
    }
}
