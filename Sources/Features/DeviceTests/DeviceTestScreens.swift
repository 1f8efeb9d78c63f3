import KioskCore
import KioskFrame
import PanelCalibration
import ScreenKit

/// What is on the screen while a device is tested from a terminal.
struct DeviceTestScreens {
    typealias Node = View<DeviceTestMachine.Intent>
    typealias Screen = Page<DeviceTestMachine.Intent>

    private let machine: DeviceTestMachine
    private let context: ScreenContext
    private let say: Phrases

    init(_ machine: DeviceTestMachine, _ context: ScreenContext) {
        self.machine = machine
        self.context = context
        say = Phrases(DeviceTestsFeature.strings, in: context.language)
    }

    var page: Screen {
        switch machine.state {
        case .pattern(let index): pattern(TestPattern.allCases[index])
        case .crosses(let index):
            calibration.crosses("device-test", machine.cross, index: index, note: say("test.noNumbers"))
        case .scanning: waiting(say("test.scanner"))
        case .printing: waiting(say("test.printer"))
        case .calibrating(let machine): calibration.page(of: machine)
        // The frame takes the screen back before it is drawn again.
        case .off: Screen("device-test", in: context.language)
        }
    }

    private var calibration: CalibrationScreens<DeviceTestMachine.Intent> {
        CalibrationScreens(context) { .calibration($0) }
    }

    private func pattern(_ pattern: TestPattern) -> Screen {
        var page = Screen("device-test", in: context.language)
        page.isBare = true
        page.annotations = pattern.marks(
            on: machine.panel.picture, pixelsPerMillimetre: machine.panel.pixelsPerMillimetre)
        return page
    }

    private func waiting(_ words: String) -> Screen {
        Screen(
            "device-test", in: context.language, next: .button(say("test.stop"), .primary, intent: .stop)
        ) {
            Node.heading(say("test.title"))
            Node.panel(.state(.blue)) { Node.text(words, .title) }
            Node.text(say("test.noNumbers"), .lead)
            Node.text(say("test.desk"), .lead, color: .quietInk)
        }
    }
}
