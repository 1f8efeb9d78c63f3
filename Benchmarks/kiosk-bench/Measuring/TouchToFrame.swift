import Appliance
import Devices
import Foundation
import KioskCore
import KioskStore
import Logging

/// From a finger's event to the frame that is with the display, in a whole kiosk without a panel.
///
/// Visitors go from the home screen to a group and back, and change the contrast.
struct TouchToFrame {
    private static let rounds = 400

    let bench: Bench

    init(_ bench: Bench) { self.bench = bench }

    func findings() async throws -> [Finding] {
        let folder = try bench.folder("touch")
        let store = try Centre.store(in: folder)
        try Centre.fill(store)
        try store.close()
        let visitor = try ScriptedVisitor(state: folder, printer: nil)
        let times = try await visitor.whileRunning { try await walk(visitor) }
        var all = times.presses
        all.add(times.releases)
        let frame = Bare("memcpy of a frame", times.frames)
        return [
            Finding(
                "touch-to-frame", "touch event to frame with the display", all, to: frame,
                note: "down and up: home, group, back; layout, damage, paint, copy to a display in memory"),
            Finding(
                "usual-damage", "… a pressed or released look (usual damage)", times.presses,
                to: Bare("memcpy of the damage and 0.2 ms", times.damages.median + 0.2), goal: .atMost(2)),
            Finding(
                "next-screen", "… the next screen", times.releases, to: frame, goal: .atMost(2),
                note: "whatever of the two screens differs"),
            Finding(
                "full-repaint", "… everything (contrast on and off)", times.repaints, to: frame,
                goal: .atMost(3), note: "every pixel changes and is copied"),
            Finding(
                "frame-memcpy", "… a frame copied by memcpy", times.frames, note: "1080 × 1920, in turns"),
        ]
    }

    private struct Times {
        var presses = Samples()
        var releases = Samples()
        var repaints = Samples()
        /// Plain copies of what was pressed, and of a frame.
        var damages = Samples()
        var frames = Samples()
    }

    private func walk(_ visitor: ScriptedVisitor) async throws -> Times {
        var times = Times()
        let size = PixelSize(width: 1080, height: 1920)
        let plain = PlainCopy(size: size)
        for round in 0..<Self.rounds + 20 {
            // Fonts, masks and caches are warm after the first rounds, as after a kiosk's first visitors.
            if round == 20 { times = Times() }
            let tiles = try await visitor.nodes("home", "tile")
            let tile = tiles[round % tiles.count]
            let group = try await visitor.touch(tile)
            let backs = try await visitor.nodes("field", "button")
            guard let button = backs.first(where: { $0.label == "Quay lại" }) else {
                throw ScriptedVisitor.lost
            }
            let back = try await visitor.touch(button)
            for touch in [group, back] {
                times.presses.add(touch.down)
                times.releases.add(touch.up)
            }
            for node in [tile, button] {
                let bounds = PixelRect(
                    x: node.bounds.x, y: node.bounds.y, width: node.bounds.width, height: node.bounds.height)
                times.damages.add(timed { plain.copy(bounds) }.1)
                times.frames.add(timed { plain.copy(PixelRect(size)) }.1)
            }
            guard round.isMultiple(of: 2) else { continue }
            for _ in 0..<2 {
                let aids = try await visitor.nodes("home", "button")
                guard let contrast = aids.first(where: { $0.label.contains("ương phản") }) else {
                    throw ScriptedVisitor.lost
                }
                times.repaints.add(try await visitor.touch(contrast).up)
            }
        }
        return times
    }
}

/// A visitor at a kiosk that is real but for its panel.
struct ScriptedVisitor: Sendable {
    static let lost = BenchFault("the screen does not show what it should")

    let kiosk: Kiosk
    private let clock = BenchClock()

    init(state: URL, printer: PrinterSettings?, driver: (any ReceiptPrinter)? = nil) throws {
        var logger = Logger(label: "bench")
        logger.logLevel = .error
        let devices = KioskDevices(
            display: MemoryDisplay(size: PixelSize(width: 1080, height: 1920)),
            touches: AsyncStream { _ in }, scans: AsyncStream { _ in },
            scannerConditions: AsyncStream { $0.yield(.connected) }, printer: driver)
        kiosk = try Kiosk(
            configuration: Centre.configuration(state: state, printer: printer), devices: devices,
            clock: clock, logger: logger)
    }

    /// Runs the kiosk until the body is done.
    func whileRunning<Value: Sendable>(_ body: @escaping @Sendable () async throws -> Value) async throws
        -> Value
    {
        try await withThrowingTaskGroup(of: Value?.self) { group in
            group.addTask {
                try await kiosk.run()
                return nil
            }
            group.addTask { try await body() }
            defer { group.cancelAll() }
            while let end = try await group.next() {
                if let end { return end }
            }
            throw Self.lost
        }
    }

    /// The nodes of a role, once the kiosk shows a certain screen.
    func nodes(_ screen: String, _ role: String) async throws -> [ScreenDescription.Node] {
        let end = ContinuousClock.now + .seconds(10)
        while ContinuousClock.now < end {
            if let shown = await kiosk.screen(), shown.screen == screen {
                let nodes = shown.nodes.filter { $0.role == role && $0.enabled }
                if !nodes.isEmpty { return nodes }
            }
            try await Task.sleep(for: .milliseconds(2))
        }
        throw Self.lost
    }

    /// Touches the middle of a node; returns how long each event took to its frame.
    func touch(_ node: ScreenDescription.Node) async throws -> (down: Timing, up: Timing) {
        let bounds = node.bounds
        let point = PixelPoint(x: bounds.x + bounds.width / 2, y: bounds.y + bounds.height / 2)
        // Two touches in a shorter time would count as one.
        clock.push(.seconds(1))
        let (_, down) = await timed { await kiosk.touched(TouchEvent(.down, at: point)) }
        clock.push(.milliseconds(120))
        let (_, up) = await timed { await kiosk.touched(TouchEvent(.up, at: point)) }
        return (down, up)
    }
}
