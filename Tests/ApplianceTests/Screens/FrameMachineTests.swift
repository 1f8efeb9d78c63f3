import Dispenser
import HallClock
import KioskCore
import KioskFrame
import KioskServices
import Lookup
import Testing

@testable import Appliance
@testable import DeviceTests
@testable import Maintenance
@testable import PanelCalibration

/// The frame: whose turn the screen is, the time-out, and that nothing of a visit stays.
@Suite struct FrameMachineTests {
    static func at(_ seconds: Int) -> Moment { Moment(uptime: .seconds(seconds), wall: Scenes.start.wall) }

    static func machine(_ role: KioskRole) -> FrameMachine {
        TestFrames.frame(role)
    }

    @Test(arguments: [KioskRole.dispenser, .lookup, .hallClock]) func `nobody there, nothing to wake for`(
        _ role: KioskRole
    ) {
        #expect(Self.machine(role).nextTick(now: Self.at(1)) == nil)
    }

    @Test func `a quiet visit is warned, can be extended, and ends`() throws {
        var machine = Self.machine(.dispenser)
        _ = machine.handle(.chosen(.dispenser(.openGroup("g")), touch: "t"), now: Self.at(10))
        #expect(machine.nextTick(now: Self.at(10)) == .seconds(50))
        #expect(!machine.isWarning(now: Self.at(49)))
        #expect(machine.isWarning(now: Self.at(50)))
        _ = machine.handle(.chosen(.moreTime, touch: "t"), now: Self.at(55))
        #expect(!machine.isWarning(now: Self.at(56)))
        _ = machine.handle(.tick, now: Self.at(115))
        var untouched = Self.machine(.dispenser)
        _ = untouched.handle(.touched, now: Self.at(55))
        #expect(machine == untouched)
    }

    @Test func `the aids of one visitor are gone for the next`() {
        var machine = Self.machine(.lookup)
        for aid in [FrameMachine.Aid.language, .largeText, .contrast, .lowScreen] {
            _ = machine.handle(.chosen(.aid(aid), touch: "t"), now: Self.at(1))
        }
        #expect(machine.visit.mode == "large-text+high-contrast+low-screen")
        _ = machine.handle(.chosen(.finish, touch: "t"), now: Self.at(2))
        #expect(machine.visit == Visit())
    }

    @Test func `the aids alone make a visit that times out`() {
        var machine = Self.machine(.dispenser)
        _ = machine.handle(.chosen(.aid(.contrast), touch: "t"), now: Self.at(1))
        _ = machine.handle(.tick, now: Self.at(61))
        #expect(machine.visit == Visit())
    }

    @Test func `a scan at a dispenser is answered, and its end is the dispenser's home`() {
        var machine = Self.machine(.dispenser)
        let code = DossierCode(canonical: "H08.99-251120-0001")
        #expect(machine.handle(.scanned(.dossierCode(code)), now: Self.at(1)) == [.lookup(.readCache(code))])
        #expect(machine.activeFeature == LookupFeature.id)
        _ = machine.handle(.chosen(.lookup(.again), touch: "t"), now: Self.at(2))
        #expect(machine.activeFeature == DispenserFeature.id)
    }

    @Test func `no scan takes the screen from a number on its way to paper`() {
        var machine = Self.machine(.dispenser)
        _ = machine.handle(.chosen(.dispenser(.openGroup("g")), touch: "t"), now: Self.at(1))
        _ = machine.handle(.chosen(.dispenser(.take(field: "HT")), touch: "t1"), now: Self.at(1))
        #expect(machine.handle(.scanned(.citizenCard), now: Self.at(1)).isEmpty)
        #expect(machine.activeFeature == DispenserFeature.id)
    }

    @Test func `help closes, and does not end a number on its way to paper`() throws {
        var machine = Self.machine(.dispenser)
        _ = machine.handle(.chosen(.dispenser(.openGroup("g")), touch: "t"), now: Self.at(1))
        _ = machine.handle(.chosen(.dispenser(.take(field: "HT")), touch: "t1"), now: Self.at(1))
        _ = machine.handle(.dispenser(.issued(Scenes.issued("t1"))), now: Self.at(1))
        _ = machine.handle(.chosen(.aid(.help), touch: "t2"), now: Self.at(2))
        _ = machine.handle(.chosen(.finish, touch: "t3"), now: Self.at(3))
        _ = machine.handle(.dispenser(.printed(ticket: "t1", .failed(.paperEmpty))), now: Self.at(4))
        #expect(!machine.isHelpOpen)
        guard case .unprinted = machine.dispenser.state else {
            Issue.record("shows \(machine.dispenser.state)")
            return
        }
    }

    @Test func `five wrong PINs close the corner, even over visits`() {
        var machine = Self.machine(.lookup)
        for attempt in 0..<MaintenanceMachine.maxWrongCount {
            _ = machine.handle(.emblemHeld, now: Self.at(attempt))
            _ = machine.handle(.chosen(.maintenance(.digit("1")), touch: "t"), now: Self.at(attempt))
            #expect(
                machine.handle(.chosen(.maintenance(.enter), touch: "t"), now: Self.at(attempt)) == [
                    .maintenance(.check(pin: "1"))
                ])
            _ = machine.handle(.maintenance(.checked(isRight: false)), now: Self.at(attempt))
            _ = machine.handle(.chosen(.maintenance(.close), touch: "t"), now: Self.at(attempt))
        }
        _ = machine.handle(.emblemHeld, now: Self.at(10))
        _ = machine.handle(.chosen(.maintenance(.digit("1")), touch: "t"), now: Self.at(10))
        #expect(machine.handle(.chosen(.maintenance(.enter), touch: "t"), now: Self.at(10)).isEmpty)
        #expect(machine.maintenance.minutesLocked(now: Self.at(10)) == 5)
    }

    @Test func `the emblem opens the corner only when it is held`() {
        var hold = EmblemHold()
        let bounds = PixelRect(x: 0, y: 0, width: 176, height: 176)
        func touch(_ phase: TouchEvent.Phase, x: Int = 80, at second: Int) -> Bool {
            hold.isHeld(
                after: TouchEvent(phase, at: PixelPoint(x: x, y: 80)), within: bounds, now: Self.at(second))
        }
        #expect([touch(.down, at: 1), touch(.up, at: 2)] == [false, false], "a touch")
        #expect([touch(.down, at: 3), touch(.up, at: 6)] == [false, true], "held")
        #expect(
            [touch(.down, at: 7), touch(.move, x: 500, at: 8), touch(.up, at: 20)] == [false, false, false],
            "slid off")
    }
}
