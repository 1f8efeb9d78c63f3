import Devices
import KioskCore
import QueueTicket
import ScreenKit
import Testing

@testable import Appliance

@Suite("Tests of devices")
struct DeviceTestMachineTests {
    private func at(_ seconds: Int) -> Moment {
        Moment(uptime: .seconds(seconds), wall: Scenes.start.wall)
    }

    private func machine(_ role: KioskRole = .dispenser) -> KioskMachine {
        KioskMachine(role: role, agencyPrefix: "H08.99", times: SessionTimes())
    }

    private func told(_ actions: [KioskMachine.Action]) -> [DeviceTestEvent] {
        actions.compactMap { if case .report(let event) = $0 { event } else { nil } }
    }

    @Test(arguments: KioskRole.allCases)
    func `a test takes a free screen and gives it back when its time is up`(_ role: KioskRole) {
        var machine = machine(role)
        #expect(machine.isFree)
        _ = machine.handle(.beginTest(.scanner, .seconds(30)), now: at(10))
        #expect(machine.isTesting)
        #expect(machine.nextTick(now: at(10)) == .seconds(40))
        #expect(!machine.isWarning(now: at(39)))
        #expect(machine.handle(.tick, now: at(39)).isEmpty)
        #expect(told(machine.handle(.tick, now: at(40))) == [.ended(how: .deadline)])
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
        let screens = FrontScreens(around: Scenes.around, machine: machine, now: at(2))
        #expect(screens.page.name == "device-test")
        #expect(machine.handle(.scanned(.citizenCard), now: at(2)).isEmpty)
        #expect(machine.isTesting)
        #expect(machine.handle(.emblemHeld, now: at(3)).isEmpty)
        #expect(machine.isTesting)
        _ = machine.handle(.chosen(.aid(.help), touch: "t"), now: at(4))
        #expect(machine.isTesting)
    }

    @Test func `the plates follow each other by touch and by Enter`() {
        var machine = machine()
        var names = told(machine.handle(.beginTest(.screen, .seconds(60)), now: at(1)))
        for second in 2...8 {
            let event: KioskMachine.Event =
                second % 2 == 0
                ? .test(.next) : .finger(TouchEvent(.up, at: PixelPoint(x: 5, y: 5)))
            names += told(machine.handle(event, now: at(second)))
        }
        #expect(names.count == Plate.allCases.count + 1)
        #expect(names.first == .plate(name: "red", index: 1, count: 7))
        #expect(names.last == .ended(how: .done))
        #expect(!machine.isTesting)
    }

    @Test func `each cross tells how far off the touch was, in millimetres of this panel`() {
        var machine = machine()
        machine.pixelsPerMillimetre = 5
        _ = machine.handle(.beginTest(.touch, .seconds(60)), now: at(1))
        var events: [DeviceTestEvent] = []
        for (index, off) in [0, 5, 12, 40].enumerated() {
            let cross = CalibrationMachine.crosses(in: machine.panel.picture)[index]
            let touch = TouchEvent(.up, at: PixelPoint(x: cross.x + off, y: cross.y))
            events += told(machine.handle(.finger(touch), now: at(2 + index)))
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
        machine.panel.calibration = old
        let begun = machine.handle(.beginTest(.calibration, .seconds(60)), now: at(1))
        #expect(begun == [.calibration(.use(.identity))])
        Scenes.touches(
            &machine, off: [PixelPoint](repeating: PixelPoint(x: 9, y: 0), count: 4), from: at(1))
        let ended = machine.handle(.test(.stop), now: at(7))
        #expect(ended == [.calibration(.use(old)), .report(.ended(how: .stopped))])
        #expect(machine.panel.calibration == old)
    }

    @Test func `a calibration from the terminal is told when it is saved`() {
        var machine = machine()
        _ = machine.handle(.beginTest(.calibration, .seconds(60)), now: at(1))
        Scenes.touches(
            &machine, off: [PixelPoint](repeating: PixelPoint(x: 9, y: 0), count: 4), from: at(1))
        let kept = machine.handle(.chosen(.test(.calibration(.keep)), touch: "t"), now: at(7))
        #expect(told(kept).count == 2)
        #expect(told(kept).last == .ended(how: .done))
        #expect(machine.panel.calibration != .identity)
        #expect(!machine.isTesting)
    }
}
