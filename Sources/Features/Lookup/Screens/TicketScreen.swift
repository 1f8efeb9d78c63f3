import KioskCore
import KioskFrame
import ScreenKit

/// The answer to a slip that was held under the scanner.
extension LookupScreens {
    func ticket(_ ticket: OwnTicket) -> Screen {
        Screen("ticket", in: language, back: again, next: finish, shownShare: 50) {
            Node.heading(say("ticket.title"), align: .centre)
            Node.text("\(ticket.number)", .number, color: .blue, align: .centre)
            if let field = ticket.field {
                Node.text(
                    say(
                        "ticket.place",
                        [
                            "field": language == .english ? field.englishName ?? field.name : field.name,
                            "counters": field.counters.joined(separator: ", "),
                        ]), .title, align: .centre)
            }
        } choices: {
            standing(of: ticket)
            if ticket.state == .waiting, ticket.ahead >= 0 { Node.facts(facts(ticket)) }
        }
    }

    private func standing(of ticket: OwnTicket) -> Node {
        switch ticket.state {
        case .waiting: panel(.blue, say("ticket.waiting"))
        case .called, .serving:
            panel(
                .green, say("ticket.called", ["number": "\(ticket.number)", "counter": ticket.counter ?? ""]))
        case .skipped, .noShow: panel(.amber, say("ticket.missed"), say("ticket.missedDetail"))
        case .served, .transferred, .cancelled: panel(.blue, say("ticket.over"))
        }
    }

    private func facts(_ ticket: OwnTicket) -> [Fact] {
        var facts = [
            Fact(
                say("ticket.ahead"),
                ticket.ahead == 0
                    ? say("ticket.aheadNone") : say("ticket.aheadValue", ["count": "\(ticket.ahead)"]))
        ]
        if let wait = ticket.wait {
            facts.append(
                Fact(
                    say("ticket.wait"),
                    say("ticket.range", ["least": "\(wait.shortest)", "most": "\(wait.longest)"])))
        }
        for counter in ticket.field?.counters ?? [] {
            guard let number = state.hall.number(at: counter) else { continue }
            facts.append(
                Fact(
                    say("ticket.serving"),
                    say("ticket.servingItem", ["number": "\(number)", "counter": counter])))
        }
        return facts
    }
}
