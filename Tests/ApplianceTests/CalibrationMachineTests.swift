import Dispenser
import KioskCore
import KioskFrame
import KioskServices
import Lookup
import Testing

@testable import Appliance
@testable import DeviceTests
@testable import Devices
@testable import Maintenance
@testable import PanelCalibration

@Suite("Four crosses")
struct CalibrationMachineTests {
    static let sizes = [PixelSize(width: 1080, height: 1920), PixelSize(width: 1920, height: 1080)]

    private func at(_ seconds: Double) -> Moment {
        Moment(uptime: .milliseconds(Int64(seconds * 1000)), wall: Scenes.start.wall)
    }

    private func machine(
        _ size: PixelSize = sizes[0], _ rotation: Rotation = .none, holding: Calibration = .identity
    ) -> CalibrationMachine {
        CalibrationMachine(
            TouchPanelState(
                picture: size, pixelsPerMillimetre: 4, rotation: rotation, calibration: holding,
                canCalibrate: true), now: at(0))
    }

    private func up(_ point: PixelPoint) -> CalibrationMachine.Event { .touch(TouchEvent(.up, at: point)) }

    /// Touches every cross as the panel would report it; returns what came of it.
    private func touch(
        _ machine: inout CalibrationMachine, _ place: (PixelPoint) -> PixelPoint
    ) -> [CalibrationMachine.Action] {
        var actions: [CalibrationMachine.Action] = []
        for second in 1...4 {
            guard let cross = machine.cross else { break }
            actions += machine.handle(up(place(cross)), now: at(Double(second)))
        }
        return actions
    }

    @Test(arguments: sizes, Rotation.allCases)
    func `a panel that tells places shifted and stretched is put right, on any panel turned any way`(
        _ size: PixelSize, _ rotation: Rotation
    ) throws {
        var machine = machine(size, rotation)
        let panel = rotation.turned(size)
        let axis = try #require(AxisRange(minimum: 0, maximum: 4095))
        var mapping = TouchMapping(
            x: axis, y: axis, calibration: .identity, rotation: rotation, picture: size)
        /// What the panel tells of a place: mirrored, a twentieth smaller, shifted.
        func tells(_ point: PixelPoint) -> PixelPoint {
            let place = rotation.panelPoint(of: point, picture: size)
            let part = (Double(place.x) / Double(panel.width), Double(place.y) / Double(panel.height))
            return mapping.point(
                x: Int((0.97 - part.0 * 0.95) * 4096), y: Int((0.02 + part.1 * 0.93) * 4096))
        }
        let actions = touch(&machine, tells)
        guard case .use(let found)? = actions.last, case .trying = machine.state else {
            Issue.record("\(actions)")
            return
        }
        #expect(machine.handle(.chosen(.keep), now: at(6)) == [.keep(found), .ended])
        // From now on the driver maps with it: what is touched is where it was touched.
        mapping.calibration = found
        for point in [PixelPoint(x: 500, y: 300), PixelPoint(x: 40, y: 1000), PixelPoint(x: 1000, y: 60)] {
            let place = tells(point)
            #expect(abs(place.x - point.x) <= 3 && abs(place.y - point.y) <= 3, "\(point) \(place)")
        }
    }

    @Test func `crosses that were missed are refused, and the old calibration holds`() {
        let old = Calibration(a: 1, b: 0, c: 0.01, d: 0, e: 1, f: 0)
        var machine = machine(holding: old)
        var count = 0
        let actions = touch(&machine) { cross in
            count += 1
            return count == 3 ? PixelPoint(x: cross.x - 200, y: cross.y) : cross
        }
        #expect(actions == [.use(old)])
        #expect(machine.state == .refused(.contradictory))
        #expect(machine.handle(.chosen(.again), now: at(6)) == [.use(.identity)])
        #expect(machine.cross == CalibrationMachine.crosses(in: Self.sizes[0])[0])
    }

    @Test func `four touches on one line are refused`() {
        var machine = machine()
        var count = 0
        let actions = touch(&machine) { _ in
            count += 1
            return PixelPoint(x: 100 * count, y: 500)
        }
        #expect(actions == [.use(.identity)])
        guard case .refused = machine.state else { return #expect(Bool(false), "\(machine.state)") }
    }

    @Test func `a panel of half the size is refused as implausible`() {
        var machine = machine()
        _ = touch(&machine) { PixelPoint(x: 500 + $0.x / 5, y: 500 + $0.y / 5) }
        #expect(machine.state == .refused(.implausible))
    }

    @Test func `what nobody saves in twenty seconds is forgotten`() {
        var machine = machine()
        _ = touch(&machine) { PixelPoint(x: $0.x + 12, y: $0.y) }
        #expect(machine.deadline == at(24).uptime)
        #expect(machine.secondsLeft(now: at(5)) == 19)
        #expect(machine.nextTick(now: at(4.25)) == at(5).uptime)
        #expect(machine.handle(.tick, now: at(23.9)) == [])
        #expect(machine.handle(.tick, now: at(24)) == [.use(.identity), .ended])
        #expect(machine.handle(.chosen(.keep), now: at(24.1)) == [])
    }

    @Test func `crosses that nobody touches are given up`() {
        var machine = machine()
        _ = machine.handle(up(PixelPoint(x: 5, y: 5)), now: at(20))
        #expect(machine.handle(.tick, now: at(49)) == [])
        #expect(machine.handle(.tick, now: at(50)) == [.use(.identity), .ended])
    }

    @Test func `a trembling finger touches a cross once`() {
        var machine = machine()
        for time in [1, 1.1, 1.25] { _ = machine.handle(up(PixelPoint(x: 130, y: 240)), now: at(time)) }
        #expect(machine.state == .crosses(touches: [PixelPoint(x: 130, y: 240)]))
        _ = machine.handle(.touch(TouchEvent(.cancelled, at: PixelPoint(x: 1, y: 1))), now: at(3))
        #expect(machine.cross == CalibrationMachine.crosses(in: Self.sizes[0])[1])
    }

    @Test func `a second strike on the last cross does not press the button that stands there now`() {
        var machine = machine()
        _ = touch(&machine) { $0 }
        #expect(machine.handle(.chosen(.giveUp), now: at(4.2)) == [])
        #expect(machine.handle(.chosen(.giveUp), now: at(4.4)) == [.use(.identity), .ended])
    }

    @Test func `while it is tried, the dot is where the finger is`() {
        var machine = machine()
        _ = touch(&machine) { $0 }
        _ = machine.handle(.touch(TouchEvent(.move, at: PixelPoint(x: 7, y: 9))), now: at(5))
        guard case .trying(_, let finger) = machine.state else { return #expect(Bool(false)) }
        #expect(finger == PixelPoint(x: 7, y: 9))
    }

    @Test func `in the maintenance menu, its end is the menu's page, and no time-out comes over the crosses`()
    {
        var panel = TestFrames.panel
        panel.canCalibrate = true
        var machine = TestFrames.frame(.dispenser, panel: panel)
        for event: FrameMachine.Event in [
            .emblemHeld, .chosen(.maintenance(.digit("4")), touch: "t"),
            .chosen(.maintenance(.enter), touch: "t"), .maintenance(.checked(isRight: true)),
        ] { _ = machine.handle(event, now: at(0)) }
        let begun = machine.handle(.chosen(.maintenance(.calibrate), touch: "t"), now: at(1))
        #expect(begun == [.maintenance(.use(.identity))])
        #expect(machine.followsFinger)
        #expect(!machine.isWarning(now: at(300)))
        #expect(machine.handle(.emblemHeld, now: at(2)).isEmpty, "the first cross is near the emblem")
        #expect(machine.handle(.scanned(.citizenCard), now: at(3)).isEmpty)
        Scenes.touches(
            &machine, off: [PixelPoint](repeating: PixelPoint(x: 20, y: 0), count: 4), from: at(3))
        let kept = machine.handle(.chosen(.maintenance(.calibration(.keep)), touch: "t"), now: at(9))
        guard case .keep(let found)? = kept.first?.value as? MaintenanceMachine.Action else {
            return #expect(Bool(false))
        }
        #expect(machine.maintenance.panel?.calibration == found)
        #expect(machine.maintenance.state == .open)
        #expect(!machine.followsFinger)
        #expect(!machine.isWarning(now: at(10)))
    }
}

@Suite("The kept calibration")
struct CalibrationFileTests {
    let folder: ConfigurationFolder

    init() throws { folder = try ConfigurationFolder() }

    private var file: CalibrationFile { CalibrationFile(directory: folder.path("")) }
    static let some = Calibration(a: 1.02, b: -0.003, c: -0.01, d: 0.001, e: 0.97, f: 1.0 / 3)

    @Test func `what is kept is read again to the last digit, and goes before the configuration`() throws {
        #expect(file.read() == .none)
        try file.write(Self.some)
        #expect(file.read() == .saved(Self.some))
        try file.write(.identity)
        #expect(file.read() == .saved(.identity))
        try file.write(Self.some)
        var settings = ScreenSettings()
        settings.useSavedCalibration(from: folder.path(""))
        #expect(settings.calibration == Self.some)
        #expect(!settings.isSavedCalibrationDamaged)
    }

    @Test(arguments: [
        "", "1 0 0 0 1", "1 0 0 0 1 0", "1 0 0 0 1 nan\n", "0 0 0 0 0 0\n", "hello\n",
        "1 0 0 0 1 0 extra\n", "1 0 0 0 1 99\n", String(repeating: "1 ", count: 400) + "\n", "\u{0}\u{1}\n",
    ])
    func `a damaged file is reported and not used`(_ text: String) throws {
        try folder.write("touch-calibration", text)
        #expect(file.read() == .damaged)
        var settings = ScreenSettings()
        settings.useSavedCalibration(from: folder.path(""))
        #expect(settings.calibration == .identity)
        #expect(settings.isSavedCalibrationDamaged)
    }

    @Test func `a draft that a power cut left is no calibration`() throws {
        try folder.write("touch-calibration.new", "1 0 0")
        #expect(file.read() == .none)
        try file.write(Self.some)
        #expect(file.read() == .saved(Self.some))
    }

    @Test func `where nothing can be written it says so`() {
        #expect(throws: CalibrationFile.Unwritable.self) {
            try CalibrationFile(directory: "/proc/no-such-folder").write(Self.some)
        }
    }
}
