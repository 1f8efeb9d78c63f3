import Devices
import KioskCore
import ScreenKit

/// Four crosses on an empty panel, then what became of them.
extension FrontScreens {
    /// - Parameter intent: How the buttons are heard: in the technician's corner or in a test.
    func page(
        of calibration: CalibrationMachine, _ intent: (CalibrationMachine.Intent) -> KioskMachine.Intent
    ) -> Screen {
        switch calibration.state {
        case .crosses(let touches):
            crosses(
                "calibration", calibration.cross, index: touches.count,
                note: say("calibration.crossEnd", ["seconds": "\(calibration.secondsLeft(now: now))"]))
        case .refused(let fault): refused(fault, intent)
        case .trying(_, let finger): trial(calibration, finger, intent)
        // The frame takes the screen back before it is drawn again.
        case .ended: screen("calibration", shown: {})
        }
    }

    /// One cross to touch, and a few words in the middle.
    func crosses(_ name: String, _ cross: PixelPoint?, index: Int, note: String) -> Screen {
        var page = screen(name) {
            Node.heading(say("calibration.cross"), align: .centre)
            Node.text(
                say("calibration.crossCount", ["index": "\(index + 1)", "count": "4"]), .title,
                align: .centre)
            Node.text(note, .small, color: .quietInk, align: .centre)
        }
        page.isBare = true
        page.annotations = cross.map { [.cross($0)] } ?? []
        return page
    }

    private func refused(
        _ fault: CalibrationFault, _ intent: (CalibrationMachine.Intent) -> KioskMachine.Intent
    ) -> Screen {
        screen(
            "calibration", back: .button(say("calibration.giveUp"), intent: intent(.giveUp)),
            next: .button(say("calibration.again"), .primary, intent: intent(.again))
        ) {
            Node.heading(say("calibration.refused"))
            amber(say("calibration.\(fault.name)"))
            Node.text(say("calibration.kept"), .lead, color: .quietInk)
        }
    }

    private func trial(
        _ calibration: CalibrationMachine, _ finger: PixelPoint?,
        _ intent: (CalibrationMachine.Intent) -> KioskMachine.Intent
    ) -> Screen {
        var page = screen(
            "calibration", back: .button(say("calibration.giveUp"), intent: intent(.giveUp)),
            next: .button(say("calibration.keep"), .primary, intent: intent(.keep))
        ) {
            Node.heading(say("calibration.try"))
            Node.text(say("calibration.tryLead"), .lead)
            Node.panel(.state(.blue)) {
                Node.text(
                    say("calibration.tryEnd", ["seconds": "\(calibration.secondsLeft(now: now))"]), .body)
            }
        } choices: {
            Node.button(say("calibration.again"), intent: intent(.again))
        }
        page.annotations = finger.map { [.dot($0)] } ?? []
        return page
    }
}

extension CalibrationFault {
    /// The key of its words, and what a terminal is told.
    var name: String {
        switch self {
        case .tooFew: "tooFew"
        case .contradictory: "contradictory"
        case .implausible: "implausible"
        }
    }
}
