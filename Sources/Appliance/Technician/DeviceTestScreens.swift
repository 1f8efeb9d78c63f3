import KioskCore
import ScreenKit

/// What stands on the screen while a device is tested from a terminal.
extension FrontScreens {
    func page(of test: DeviceTestMachine) -> Screen {
        switch test.state {
        case .plate(let index): plate(Plate.allCases[index])
        case .crosses(let index):
            crosses("device-test", test.cross, index: index, note: say("test.noNumbers"))
        case .scanning: waiting(say("test.scanner"))
        case .printing: waiting(say("test.printer"))
        case .calibrating(let calibration): page(of: calibration) { .test(.calibration($0)) }
        }
    }

    private func plate(_ plate: Plate) -> Screen {
        var page = screen("device-test", shown: {})
        page.isBare = true
        page.annotations = plate.marks(
            on: machine.panel.picture, pixelsPerMillimetre: machine.pixelsPerMillimetre)
        return page
    }

    private func waiting(_ words: String) -> Screen {
        screen("device-test", next: .button(say("test.stop"), .primary, intent: .test(.stop))) {
            Node.heading(say("test.title"))
            Node.panel(.state(.blue)) { Node.text(words, .title) }
            Node.text(say("test.noNumbers"), .lead)
            Node.text(say("test.desk"), .lead, color: .quietInk)
        }
    }
}
