import KioskCore
import LookupScreen
import QueueTicket
import ScreenKit

/// The whole screen: the page of whoever has it, in the frame that every screen shares.
struct FrontScreens {
    typealias Node = View<KioskMachine.Intent>
    typealias Screen = Page<KioskMachine.Intent>

    let around: Surroundings
    let machine: KioskMachine
    let now: Moment
    let say: Phrases

    init(around: Surroundings, machine: KioskMachine, now: Moment) {
        self.around = around
        self.machine = machine
        self.now = now
        say = Phrases(machine.visit.language)
    }

    private var language: Language { machine.visit.language }

    var page: Screen {
        var page = inner
        page.header = header
        page.help = aids(isFull: page.name == "home")
        page.turning = PageTurning(
            index: machine.screenPage, previous: .turnScreen(machine.screenPage - 1),
            next: .turnScreen(machine.screenPage + 1), previousLabel: say("pages.previous"),
            nextLabel: say("pages.next"), position: say("pages.position"))
        // Only where a visit begins: a visit under way ends by its own time-out.
        if page.name == "home", around.touch == .disconnected {
            page.shown.insert(untouchable, at: min(1, page.shown.count))
        }
        if machine.isWarning(now: now) {
            page.name = "time-out"
            page.overlay = warning
        }
        return page
    }

    private var inner: Screen {
        guard around.hasStore || machine.front == .technician || machine.isTesting else {
            return outOfService
        }
        switch machine.front {
        case .dispenser:
            return DispenserScreens(
                hall: around.hall, language: language, now: now,
                cutOffHour: around.calendar.cutOff.hour
            ).page(for: machine.dispenser).map { .dispenser($0) }
        case .lookup:
            return LookupScreens(around: around.lookup, language: language, now: now)
                .page(for: machine.lookup).map { .lookup($0) }
        case .technician: return technician
        case .help: return help
        case .test(let test): return page(of: test)
        }
    }

    // MARK: The frame

    private var header: Header {
        let site = around.site
        return Header(
            name: (language == .english ? site.englishName : site.name).uppercased(),
            detail: say("header.phone", ["unit": site.unit, "phone": site.phone]),
            clock: now.wall.hourMinute,
            date: say(
                "header.date",
                ["weekday": now.wall.date.weekday.name(in: language), "date": now.wall.date.dayMonthYear]))
    }

    private func aids(isFull: Bool) -> HelpBar<KioskMachine.Intent> {
        let visit = machine.visit
        let language = HelpBar<KioskMachine.Intent>.Item(
            say("aid.language"), .globe, value: say("aid.languageValue"), intent: .aid(.language))
        let help = HelpBar<KioskMachine.Intent>.Item(say("aid.help"), .callStaff, intent: .aid(.help))
        // Help would leave a test or the crosses behind the screen.
        if machine.isBench { return HelpBar(isFull: false, items: [language]) }
        guard isFull else { return HelpBar(isFull: false, items: [language, help]) }
        return HelpBar(
            isFull: true,
            items: [
                language,
                aid("aid.largeText", .largeText, isOn: visit.textScale == .large, .largeText),
                aid("aid.contrast", .contrast, isOn: visit.theme == .highContrast, .contrast),
                aid("aid.lowScreen", .lowScreen, isOn: visit.lowScreen, .lowScreen),
                help,
            ])
    }

    private func aid(
        _ title: String, _ picture: Pictogram, isOn: Bool, _ aid: KioskMachine.Aid
    ) -> HelpBar<KioskMachine.Intent>.Item {
        .init(say(title), picture, isOn: isOn, value: say(isOn ? "aid.on" : "aid.off"), intent: .aid(aid))
    }

    private var untouchable: Node {
        .panel(.state(.red)) {
            Node.text(say("touch.none"), .title)
            Node.text(say("touch.noneDetail"), .body)
        }
    }

    private var warning: Node {
        .column(spacing: 32) {
            Node.heading(say("timeout.title"), align: .centre)
            Node.text(
                say("timeout.detail", ["seconds": "\(machine.watch.secondsLeft(now: now))"]), .body,
                align: .centre)
            Node.row {
                Node.button(say("timeout.end"), intent: .finish)
                Node.button(say("timeout.more"), .primary, intent: .moreTime)
            }
        }
    }

    // MARK: Screens of the frame itself

    func screen(
        _ name: String, back: Node? = nil, next: Node? = nil, shownShare: Int = 42,
        @ViewsBuilder<KioskMachine.Intent> shown: () -> [Node],
        @ViewsBuilder<KioskMachine.Intent> choices: () -> [Node] = { [] }
    ) -> Screen {
        Screen(
            name: name, language: language, header: header, help: HelpBar(isFull: false, items: []),
            back: back,
            next: next, shownShare: shownShare, shown: shown, choices: choices)
    }

    var finish: Node { .button(say("button.finish"), .primary, intent: .finish) }

    private var help: Screen {
        screen("help", back: .button(say("button.back"), picture: .back, intent: .closeHelp), next: finish) {
            Node.heading(say("help.title"))
            Node.panel(.state(.blue)) {
                Node.text(say("help.desk"), .title)
                Node.text(say("help.interpreter"), .body)
            }
            Node.facts([
                Fact(say("help.phone"), around.site.phone), Fact(say("help.hotline"), around.site.hotline),
                Fact(say("help.web"), around.site.web),
            ])
            Node.text(say("help.number"), .lead)
            Node.text(say("help.lookup"), .lead)
            Node.text(say("help.privacy"), .small, color: .quietInk)
        }
    }

    /// The store cannot be opened: says so, and where a visitor is helped now.
    private var outOfService: Screen {
        screen("out-of-service") {
            Node.heading(say("service.title"))
            Node.panel(.state(.red)) { Node.text(say("service.store"), .body) }
            Node.text(say("service.hotline", ["hotline": around.site.hotline]), .lead, color: .quietInk)
        }
    }
}
