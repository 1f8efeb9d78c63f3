import Devices
import Dispenser
import KioskCore
import KioskFrame
import KioskServices
import Lookup
import ScreenKit
import Testing

@testable import Appliance
@testable import DeviceTests
@testable import Maintenance
@testable import PanelCalibration

@Suite("Tests of devices")
struct DeviceTestMachineTests {
    private func at(_ seconds: Int) -> Moment {
        Moment(uptime: .seconds(seconds), wall: Scenes.start.wall)
    }

    private func machine(_ role: KioskRole = .dispenser) -> FrameMachine {
        TestFrames.frame(role)
    }

    private func reports(_ actions: [FeatureValue]) -> [DeviceTestEvent] {
        actions.compactMap {
            if case .report(let event)? = $0.value as? DeviceTestMachine.Action { event } else { nil }
        }
    }

    @Test(arguments: [KioskRole.dispenser, .lookup])
    func `a test takes a free screen and gives it back when its time is up`(_ role: KioskRole) {
        var machine = machine(role)
        #expect(machine.isFree)
        _ = machine.handle(.beginTest(.scanner, .seconds(30)), now: at(10))
        #expect(machine.isTesting)
        #expect(machine.nextTick(now: at(10)) == .seconds(40))
        #expect(!machine.isWarning(now: at(39)))
        #expect(machine.handle(.tick, now: at(39)).isEmpty)
        #expect(reports(machine.handle(.tick, now: at(40))) == [.ended(how: .deadline)])
        #expect(!machine.isTesting)
        #expect(machine.isFree)
    }

    @Test func `no visitor is interrupted`() {
        var machine = machine()
        _ = machine.handle(.chosen(.dispenser(.openGroup("g")), touch: "t"), now: at(1))
        #expect(!machine.isFree)
        _ = machine.handle(.beginTest(.screen, .seconds(30)), now: at(2))
        #expect(!machine.isTesting)
        var reading = self.machine(.lookup)
        _ = reading.handle(.scanned(.citizenCard), now: at(1))
        #expect(!reading.isFree)
        var aided = self.machine()
        _ = aided.handle(.chosen(.aid(.contrast), touch: "t"), now: at(1))
        #expect(!aided.isFree)
    }

    @Test func `no number is issued while a test runs`() {
        var machine = machine()
        _ = machine.handle(.beginTest(.printer, .seconds(30)), now: at(1))
        let screens = FrameScreens(state: Scenes.state, frame: machine, now: at(2))
        #expect(screens.page.name == "device-test")
        #expect(machine.handle(.scanned(.citizenCard), now: at(2)).isEmpty)
        #expect(machine.isTesting)
        #expect(machine.handle(.emblemHeld, now: at(3)).isEmpty)
        #expect(machine.isTesting)
        _ = machine.handle(.chosen(.aid(.help), touch: "t"), now: at(4))
        #expect(machine.isTesting)
    }

    @Test func `the patterns follow each other by touch and by Enter`() {
        var machine = machine()
        var names = reports(machine.handle(.beginTest(.screen, .seconds(60)), now: at(1)))
        for second in 2...8 {
            let event: FrameMachine.Event =
                second % 2 == 0
                ? .test(.next) : .finger(TouchEvent(.up, at: PixelPoint(x: 5, y: 5)))
            names += reports(machine.handle(event, now: at(second)))
        }
        #expect(names.count == TestPattern.allCases.count + 1)
        #expect(names.first == .plate(name: "red", index: 1, count: 7))
        #expect(names.last == .ended(how: .done))
        #expect(!machine.isTesting)
    }

    @Test func `each cross tells how far off the touch was, in millimetres of this panel`() {
        var machine = machine()
        var panel = TestFrames.panel
        panel.pixelsPerMillimetre = 5
        machine.set(panel)
        _ = machine.handle(.beginTest(.touch, .seconds(60)), now: at(1))
        var events: [DeviceTestEvent] = []
        for (index, off) in [0, 5, 12, 40].enumerated() {
            let cross = CalibrationMachine.crosses(in: machine.panel.picture)[index]
            let touch = TouchEvent(.up, at: PixelPoint(x: cross.x + off, y: cross.y))
            events += reports(machine.handle(.finger(touch), now: at(2 + index)))
        }
        let distances = events.compactMap {
            if case .touched(_, _, _, let millimetres) = $0 { millimetres } else { nil }
        }
        #expect(distances == [0, 1, 2.4, 8])
        #expect(events.last == .ended(how: .done))
    }

    @Test func `a calibration from the terminal that is stopped leaves the old one in force`() {
        var machine = machine()
        let old = Calibration(a: 1, b: 0, c: 0.02, d: 0, e: 1, f: 0)
        var panel = TestFrames.panel
        panel.calibration = old
        machine.set(panel)
        let begun = machine.handle(.beginTest(.calibration, .seconds(60)), now: at(1))
        #expect(begun == [.test(.use(.identity))])
        Scenes.touches(
            &machine, off: [PixelPoint](repeating: PixelPoint(x: 9, y: 0), count: 4), from: at(1))
        let ended = machine.handle(.test(.stop), now: at(7))
        #expect(ended == [.test(.use(old)), .test(.report(.ended(how: .stopped)))])
        #expect(machine.panel.calibration == old)
    }

    @Test func `a calibration from the terminal is reported when it is saved`() {
        var machine = machine()
        _ = machine.handle(.beginTest(.calibration, .seconds(60)), now: at(1))
        Scenes.touches(
            &machine, off: [PixelPoint](repeating: PixelPoint(x: 9, y: 0), count: 4), from: at(1))
        let kept = machine.handle(.chosen(.test(.calibration(.keep)), touch: "t"), now: at(7))
        #expect(reports(kept).count == 2)
        #expect(reports(kept).last == .ended(how: .done))
        #expect(machine.panel.calibration != .identity)
        #expect(!machine.isTesting)
    }
}
