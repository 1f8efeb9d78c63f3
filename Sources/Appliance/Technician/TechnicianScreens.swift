import KioskCore
import ScreenKit

/// The technician's corner: the PIN, then the state of every device and of the link.
extension FrontScreens {
    var technician: Screen {
        switch machine.technician.state {
        case .pin, .checking: pin
        case .open: state
        case .calibrating(let calibration): page(of: calibration) { .technician(.calibration($0)) }
        }
    }

    private var pin: Screen {
        let corner = machine.technician
        return screen(
            "technician", back: .button(say("button.back"), picture: .back, intent: .technician(.close)),
            next: .button(say("technician.enter"), .primary, picture: .lock, intent: .technician(.enter))
        ) {
            Node.heading(say("technician.pinTitle"))
            if !around.hasPIN {
                amber(say("technician.pinNone"))
            } else if corner.isLocked(now: now) {
                amber(say("technician.pinLocked", ["minutes": "\(corner.minutesLocked(now: now))"]))
            } else {
                Node.text(say("technician.pinLead"), .lead, color: .quietInk)
                Node.input(
                    label: say("technician.pinLabel"),
                    text: String(repeating: "•", count: corner.entry.count),
                    placeholder: say("technician.pinLabel"))
                if corner.state == .pin(isWrong: true) { amber(say("technician.pinWrong")) }
            }
        } choices: {
            Node.grid(columns: 3, minCellWidth: 96, spacing: 16) {
                for digit in "123456789" { key(digit) }
                Node.gap(0)
                key("0")
                Node.key(
                    "", picture: .backspace, label: say("technician.delete"), intent: .technician(.delete))
            }
        }
    }

    private func key(_ digit: Character) -> Node {
        .key(String(digit), intent: .technician(.digit(digit))).grow(maxHeight: 176)
    }

    private var state: Screen {
        screen(
            "technician",
            back: machine.canCalibrate
                ? .button(say("technician.calibrate"), intent: .technician(.calibrate)) : nil,
            next: .button(say("button.finish"), .primary, intent: .technician(.close)), shownShare: 50
        ) {
            Node.heading(say("technician.title"))
            Node.facts([
                Fact(say("technician.kiosk"), around.kiosk),
                Fact(say("technician.version"), KioskStatus.version),
                Fact(say("technician.clock"), "\(now.wall.hourMinute) \(now.wall.date.dayMonthYear)"),
                Fact(say("technician.uptime"), uptime),
            ])
            notices
        } choices: {
            Node.facts(
                [
                    Fact(say("technician.link"), link, color: around.link == .offline ? .red : .ink),
                    Fact(
                        say("technician.printer"), say("printer.\(around.printer?.rawValue ?? "none")"),
                        color: around.printer.map { $0.canPrint ? .ink : .red } ?? .ink),
                    paper,
                    Fact(
                        say("technician.scanner"), say("scanner.\(around.scanner.rawValue)"),
                        color: around.scanner == .connected ? .ink : .red),
                    Fact(
                        say("technician.tickets"),
                        say(
                            "technician.ticketsValue",
                            [
                                "issued": "\(around.tickets.issued)",
                                "confirmed": "\(around.tickets.confirmed)",
                                "failed": "\(around.tickets.failed)",
                            ])),
                    Fact(
                        say("technician.journal"),
                        say(
                            "technician.journalValue",
                            [
                                "pending": "\(around.journal.pending)",
                                "acknowledged": "\(around.journal.acknowledged)",
                            ])),
                ].compactMap(\.self))
            if around.printer != nil {
                Node.button(
                    say("technician.newRoll"), picture: .printer, intent: .technician(.newRoll))
            }
        }
    }

    /// How long the paper lasts, once that is known.
    private var paper: Fact? {
        guard let paper = around.paper else { return nil }
        guard let end = paper.endsAt, end.date == now.wall.date else {
            return Fact(say("technician.paper"), say("technician.paperDay", ["slips": "\(paper.slipsLeft)"]))
        }
        return Fact(
            say("technician.paper"),
            say("technician.paperUntil", ["slips": "\(paper.slipsLeft)", "time": end.hourMinute]), color: .red
        )
    }

    private var notices: [Node] { around.notices.map { amber(say("notice.\($0.rawValue)")) } }

    private var uptime: String {
        let minutes = now.uptime.components.seconds / 60
        return say("technician.uptimeValue", ["hours": "\(minutes / 60)", "minutes": "\(minutes % 60)"])
    }

    private var link: String {
        guard let link = around.link else { return say("link.none") }
        if link == .synchronising, let percent = around.syncPercent {
            return say("link.progress", ["percent": "\(percent)"])
        }
        return say("link.\(link.rawValue)")
    }

    func amber(_ text: String) -> Node { .panel(.state(.amber)) { Node.text(text, .body) } }
}
