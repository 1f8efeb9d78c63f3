import KioskCore
import KioskFrame
import PanelCalibration
import ScreenKit

/// The PIN, then the state of every device and of the link.
struct MaintenanceScreens {
    typealias Node = View<MaintenanceMachine.Intent>
    typealias Screen = Page<MaintenanceMachine.Intent>

    private let machine: MaintenanceMachine
    private let context: ScreenContext
    private let state: AppState
    private let language: Language
    private let now: Moment
    private let say: Phrases

    init(_ machine: MaintenanceMachine, _ context: ScreenContext) {
        self.machine = machine
        self.context = context
        state = context.state
        language = context.language
        now = context.now
        say = Phrases(MaintenanceFeature.strings, in: context.language)
    }

    var page: Screen {
        switch machine.state {
        case .pin, .checking: pin
        case .open: menu
        case .calibrating(let calibration):
            CalibrationScreens(context) { .calibration($0) }.page(of: calibration)
        }
    }

    private var pin: Screen {
        Screen(
            "technician", in: language, back: .button(say("button.back"), picture: .back, intent: .close),
            next: .button(say("technician.enter"), .primary, picture: .lock, intent: .enter)
        ) {
            Node.heading(say("technician.pinTitle"))
            if !state.hasPIN {
                amber(say("technician.pinNone"))
            } else if machine.isLocked(now: now) {
                amber(say("technician.pinLocked", ["minutes": "\(machine.minutesLocked(now: now))"]))
            } else {
                Node.text(say("technician.pinLead"), .lead, color: .quietInk)
                Node.input(
                    label: say("technician.pinLabel"),
                    text: String(repeating: "•", count: machine.entry.count),
                    placeholder: say("technician.pinLabel"))
                if machine.state == .pin(isWrong: true) { amber(say("technician.pinWrong")) }
            }
        } choices: {
            Node.grid(columns: 3, minCellWidth: 96, spacing: 16) {
                for digit in "123456789" { key(digit) }
                Node.gap(0)
                key("0")
                Node.key(
                    "", picture: .backspace, label: say("technician.delete"), intent: .delete)
            }
        }
    }

    private func key(_ digit: Character) -> Node {
        .key(String(digit), intent: .digit(digit)).grow(maxHeight: 176)
    }

    private var menu: Screen {
        Screen(
            "technician", in: language,
            back: machine.panel != nil
                ? .button(say("technician.calibrate"), intent: .calibrate) : nil,
            next: .button(say("button.finish"), .primary, intent: .close), shownShare: 50
        ) {
            Node.heading(say("technician.title"))
            Node.facts([
                Fact(say("technician.kiosk"), state.kiosk),
                Fact(say("technician.version"), state.version),
                Fact(say("technician.clock"), "\(now.wall.hourMinute) \(now.wall.date.dayMonthYear)"),
                Fact(say("technician.uptime"), uptime),
            ])
            notices
        } choices: {
            Node.facts(
                [
                    Fact(say("technician.link"), link, color: state.link == .offline ? .red : .ink),
                    Fact(
                        say("technician.printer"), say("printer.\(state.printer?.rawValue ?? "none")"),
                        color: state.printer.map { $0.canPrint ? .ink : .red } ?? .ink),
                    paper,
                    Fact(
                        say("technician.scanner"), say("scanner.\(state.scanner.rawValue)"),
                        color: state.scanner == .connected ? .ink : .red),
                    Fact(
                        say("technician.tickets"),
                        say(
                            "technician.ticketsValue",
                            [
                                "issued": "\(state.tickets.issued)",
                                "confirmed": "\(state.tickets.confirmed)",
                                "failed": "\(state.tickets.failed)",
                            ])),
                    Fact(
                        say("technician.journal"),
                        say(
                            "technician.journalValue",
                            [
                                "pending": "\(state.journal.pending)",
                                "acknowledged": "\(state.journal.acknowledged)",
                            ])),
                ].compactMap(\.self))
            if state.printer != nil {
                Node.button(
                    say("technician.newRoll"), picture: .printer, intent: .newRoll)
            }
        }
    }

    /// How long the paper lasts, once that is known.
    private var paper: Fact? {
        guard let paper = state.paper else { return nil }
        guard let end = paper.endsAt, end.date == now.wall.date else {
            return Fact(say("technician.paper"), say("technician.paperDay", ["slips": "\(paper.slipsLeft)"]))
        }
        return Fact(
            say("technician.paper"),
            say("technician.paperUntil", ["slips": "\(paper.slipsLeft)", "time": end.hourMinute]), color: .red
        )
    }

    private var notices: [Node] { state.notices.map { amber(say("notice.\($0.rawValue)")) } }

    private var uptime: String {
        let minutes = now.uptime.components.seconds / 60
        return say("technician.uptimeValue", ["hours": "\(minutes / 60)", "minutes": "\(minutes % 60)"])
    }

    private var link: String {
        guard let link = state.link else { return say("link.none") }
        if link == .synchronising, let percent = state.syncPercent {
            return say("link.progress", ["percent": "\(percent)"])
        }
        return say("link.\(link.rawValue)")
    }

    private func amber(_ text: String) -> Node { .panel(.state(.amber)) { Node.text(text, .body) } }
}
