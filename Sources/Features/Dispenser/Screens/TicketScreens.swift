import KioskCore
import KioskFrame
import ScreenKit

/// The screens on which a number is the hero.
extension DispenserScreens {
    var issuing: Screen {
        Screen("ticket-printing", in: language, shownShare: 50) {
            Node.heading(say("printing.title"), align: .centre)
        } choices: {
            wait
        }
    }

    func printing(_ issued: IssuedTicket, isReprint: Bool) -> Screen {
        Screen("ticket-printing", in: language, shownShare: 50) {
            Node.heading(say(isReprint ? "printing.again" : "printing.title"), align: .centre)
            number(issued)
        } choices: {
            wait
        }
    }

    @ViewsBuilder<DispenserMachine.Intent>
    private var wait: [Node] {
        Node.picture(.printer, size: 160)
        Node.text(say("printing.detail"), .body, color: .quietInk, align: .centre)
    }

    func taken(_ issued: IssuedTicket, until: Duration, _ machine: DispenserMachine) -> Screen {
        Screen(
            "ticket-taken", in: language, back: reprint(machine), next: finish(until: until), shownShare: 50
        ) {
            Node.heading(say("taken.title"), align: .centre)
            number(issued)
        } choices: {
            Node.facts(facts(issued))
            afterCutOff(issued)
        }
    }

    func unprinted(_ issued: IssuedTicket, _ condition: PrinterCondition, _ machine: DispenserMachine)
        -> Screen
    {
        Screen(
            "ticket-unprinted", in: language, back: reprint(machine), next: finish,
            shownShare: 50
        ) {
            Node.heading(say("unprinted.title"), align: .centre)
            number(issued)
        } choices: {
            panel(
                condition.canPrint ? .green : .amber, say("unprinted.\(condition.rawValue)"),
                say("unprinted.\(condition.rawValue).do"))
            Node.qr(
                issued.ticket.token, label: say("unprinted.qr", ["number": "\(issued.ticket.number)"]),
                size: 352)
            Node.text(say("unprinted.keep"), .body, align: .centre)
        }
    }

    func refused(_ refusal: IssueRefusal) -> Screen {
        Screen("out-of-service", in: language, next: finish) {
            Node.heading(say("refused.title"))
            Node.panel(.state(.red)) { Node.text(say("refused.\(refusal.rawValue)"), .body) }
        }
    }

    @ViewsBuilder<DispenserMachine.Intent>
    private func number(_ issued: IssuedTicket) -> [Node] {
        Node.text("\(issued.ticket.number)", .number, color: .blue, align: .centre)
        if issued.ticket.isPriority {
            Node.chip(say("taken.priority"), .blue, picture: .priority).align(.centre)
        }
        Node.text(
            say(
                "taken.place",
                ["field": name(of: issued.field), "counters": issued.field.counters.joined(separator: ", ")]),
            .title, align: .centre)
    }

    private func facts(_ issued: IssuedTicket) -> [Fact] {
        var facts = [
            Fact(
                say("taken.ahead"),
                issued.ahead == 0
                    ? say("taken.aheadNone") : say("taken.aheadValue", ["count": "\(issued.ahead)"]))
        ]
        if let wait = issued.wait { facts.append(Fact(say("taken.wait"), say.range(wait))) }
        if let serving = hall.serving.first(where: { issued.field.counters.contains($0.counter) }) {
            facts.append(
                Fact(
                    say("taken.serving"),
                    say("home.servingItem", ["number": "\(serving.number)", "counter": serving.counter])))
        }
        return facts
    }

    @ViewsBuilder<DispenserMachine.Intent>
    private func afterCutOff(_ issued: IssuedTicket) -> [Node] {
        if issued.ticket.isAfterCutOff {
            Node.text(
                say("taken.afterCutOff", ["hour": "\(cutOffHour)"]), .lead, color: .quietInk, align: .centre)
        }
    }

    private func reprint(_ machine: DispenserMachine) -> Node {
        .button(say("button.reprint"), picture: .printer, intent: .reprint)
            .disabled(machine.reprints >= DispenserMachine.maxReprints)
    }

    private func finish(until: Duration) -> Node {
        let left = Countdown(until: until).secondsLeft(now: now)
        return .button(say("button.finishCount", ["seconds": "\(left)"]), .primary, intent: .finish)
    }
}
