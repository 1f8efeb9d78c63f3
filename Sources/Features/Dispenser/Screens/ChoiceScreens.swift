import KioskCore
import KioskFrame
import ScreenKit

/// The screens on which a visitor chooses.
extension DispenserScreens {
    func home(_ machine: DispenserMachine) -> Screen {
        Screen("home", in: language, shownShare: 30) {
            Node.heading(say("home.title"))
            notice
            if hall.fields.isEmpty {
                panel(.amber, say("home.empty"), say("home.emptyDetail"))
            } else if isOpen {
                Node.text(say(isSmallHall ? "home.leadFields" : "home.lead"), .lead, color: .quietInk)
            }
            serving
        } choices: {
            if isSmallHall {
                fieldTiles(hall.fields, machine)
            } else {
                Node.grid(columns: 3, minCellWidth: 310) { hall.groups.map(groupTile) }
            }
        }
    }

    func fields(of group: String, _ machine: DispenserMachine) -> Screen {
        Screen(
            "field", in: language, back: .button(say("button.back"), picture: .back, intent: .back),
            next: .button(say("button.home"), picture: .home, intent: .finish), shownShare: 30
        ) {
            Node.heading(say("field.title"))
            Node.text(say("field.group", ["group": groupName(group)]), .lead, color: .quietInk)
            notice
        } choices: {
            fieldTiles(hall.fields(of: group), machine)
        }
    }

    @ViewsBuilder<DispenserMachine.Intent>
    private func fieldTiles(_ fields: [ServiceField], _ machine: DispenserMachine) -> [Node] {
        // Before the fields: touching one of them takes the number at once.
        if !fields.isEmpty, isOpen {
            Node.checkbox(
                say("priority.title"), detail: say("priority.detail"), isOn: machine.isPriority,
                value: say(machine.isPriority ? "priority.on" : "priority.off"), intent: .togglePriority)
        }
        Node.grid(columns: 3, minCellWidth: 310) { fields.map(fieldTile) }
    }

    private func groupTile(_ group: String) -> Node {
        let fields = hall.fields(of: group)
        let waiting = fields.reduce(0) { $0 + (hall.waiting[$1.id] ?? 0) }
        return .tile(
            groupName(group),
            detail: say(
                "group.detail",
                ["waiting": say.waiting(waiting), "counters": counters(of: fields).joined(separator: ", ")]),
            intent: .openGroup(group)
        ).minHeight(176).grow(maxHeight: 264)
    }

    private func fieldTile(_ field: ServiceField) -> Node {
        let count = hall.waiting[field.id] ?? 0
        var detail = say.waiting(count)
        if count > 0, let wait = hall.waits[field.id] {
            detail = say("waiting.sum", ["waiting": detail, "range": say.range(wait)])
        }
        return .tile(
            name(of: field), detail: detail, reason: closedReason, intent: .take(field: field.id)
        ).minHeight(160).grow(maxHeight: 248)
    }

    private var isOpen: Bool { state.openness == .open }

    /// Says why no number can be had now, and when it can.
    private var closedReason: String? {
        guard case .closed(let until) = state.openness else { return nil }
        guard let until else { return say("field.closed") }
        return say("home.closedDetail", ["time": moment(until)])
    }

    @ViewsBuilder<DispenserMachine.Intent>
    private var notice: [Node] {
        if case .closed(let until) = state.openness {
            panel(
                .blue, say("home.closed"),
                until.map { say("home.closedDetail", ["time": moment($0)]) } ?? say("home.closedNoTime"))
        } else if state.isDiskFull {
            panel(.red, say("refused.title"), say("refused.full"))
        } else if !state.canPrint {
            panel(.amber, say("home.noPaper"), noPaperDetail)
        } else if state.printer == .paperLow {
            panel(.amber, say("home.paperLow"), paperLowDetail)
        }
    }

    private var noPaperDetail: String {
        guard let place = state.alternative else { return say("home.noPaperDetail") }
        let name = language == .english ? place.englishName ?? place.name : place.name
        return say("home.noPaperElsewhere", ["place": name])
    }

    private var paperLowDetail: String {
        guard let end = state.paper?.endsAt, end > now.wall else { return say("home.paperLowDetail") }
        return say("home.paperLowUntil", ["time": end.hourMinute])
    }

    @ViewsBuilder<DispenserMachine.Intent>
    private var serving: [Node] {
        if !hall.serving.isEmpty {
            Node.panel(.card) {
                Node.text(say("home.serving"), .title)
                Node.grid(columns: 2, minCellWidth: 300, spacing: 8) {
                    for item in hall.serving.prefix(4) {
                        Node.text(
                            say("home.servingItem", ["number": "\(item.number)", "counter": item.counter]))
                    }
                }
            }
        }
    }

    func panel(_ color: StateColor, _ title: String, _ detail: String) -> Node {
        .panel(.state(color)) {
            Node.text(title, .title)
            Node.text(detail, .body)
        }
    }

    private func groupName(_ group: String) -> String {
        guard language == .english else { return group }
        return hall.fields(of: group).lazy.compactMap(\.englishGroup).first ?? group
    }

    private func counters(of fields: [ServiceField]) -> [String] {
        var seen: Set<String> = []
        return fields.flatMap(\.counters).filter { seen.insert($0).inserted }
            .sorted { ($0.utf8.count, $0) < ($1.utf8.count, $1) }
    }

    private func moment(_ time: Timestamp) -> String {
        say("home.moment", ["time": time.hourMinute, "date": time.date.dayMonthYear])
    }
}
