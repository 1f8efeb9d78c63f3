public import KioskCore
public import KioskFrame
public import ScreenKit

/// Four crosses on an empty panel, then what became of them; within the screens of the feature that
/// calibrates.
public struct CalibrationScreens<Intent: Hashable & Sendable> {
    public typealias Node = View<Intent>
    public typealias Screen = Page<Intent>

    private let now: Moment
    private let language: Language
    private let say: Phrases
    private let intent: (CalibrationMachine.Intent) -> Intent

    /// - Parameter intent: How the feature hears of the buttons.
    public init(_ context: ScreenContext, intent: @escaping (CalibrationMachine.Intent) -> Intent) {
        now = context.now
        language = context.language
        say = Phrases(calibrationStrings, in: context.language)
        self.intent = intent
    }

    public func page(of calibration: CalibrationMachine) -> Screen {
        switch calibration.state {
        case .crosses(let touches):
            crosses(
                "calibration", calibration.cross, index: touches.count,
                note: say("calibration.crossEnd", ["seconds": "\(calibration.secondsLeft(now: now))"]))
        case .refused(let fault): refused(fault)
        case .trying(_, let finger): trial(calibration, finger)
        // The frame takes the screen back before it is drawn again.
        case .ended: Screen("calibration", in: language)
        }
    }

    /// One cross to touch, and a few words in the middle.
    public func crosses(_ name: String, _ cross: PixelPoint?, index: Int, note: String) -> Screen {
        var page = Screen(name, in: language) {
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

    private func refused(_ fault: CalibrationFault) -> Screen {
        Screen(
            "calibration", in: language, back: .button(say("calibration.giveUp"), intent: intent(.giveUp)),
            next: .button(say("calibration.again"), .primary, intent: intent(.again))
        ) {
            Node.heading(say("calibration.refused"))
            Node.panel(.state(.amber)) { Node.text(say("calibration.\(fault.name)"), .body) }
            Node.text(say("calibration.kept"), .lead, color: .quietInk)
        }
    }

    private func trial(_ calibration: CalibrationMachine, _ finger: PixelPoint?) -> Screen {
        var page = Screen(
            "calibration", in: language, back: .button(say("calibration.giveUp"), intent: intent(.giveUp)),
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

/// The words of calibrating.
public let calibrationStrings = StringTable(
    vietnamese: PackageResources.vi_txt, english: PackageResources.en_txt)

extension CalibrationFault {
    /// The key of its words, and what a terminal shows.
    public var name: String {
        switch self {
        case .tooFew: "tooFew"
        case .contradictory: "contradictory"
        case .implausible: "implausible"
        }
    }
}
