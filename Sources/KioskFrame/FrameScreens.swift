public import KioskCore
public import ScreenKit

/// The whole screen: the page of the feature that has it, in the frame that every screen shares.
public struct FrameScreens {
    typealias Node = View<FrameMachine.Intent>
    public typealias Screen = Page<FrameMachine.Intent>

    private let state: AppState
    private let frame: FrameMachine
    private let now: Moment
    private let say: Phrases

    public static let strings = StringTable(
        vietnamese: PackageResources.vi_txt, english: PackageResources.en_txt)

    public init(state: AppState, frame: FrameMachine, now: Moment) {
        self.state = state
        self.frame = frame
        self.now = now
        say = Phrases(Self.strings, in: frame.visit.language)
    }

    private var language: Language { frame.visit.language }

    public var page: Screen {
        var page = inner
        page.header = header
        page.help = aids(isFull: page.name == "home")
        page.turning = PageTurning(
            index: frame.screenPage, previous: .turnScreen(frame.screenPage - 1),
            next: .turnScreen(frame.screenPage + 1), previousLabel: say("pages.previous"),
            nextLabel: say("pages.next"), position: say("pages.position"))
        // Only where a visit begins: a visit under way ends by its own time-out.
        if page.name == "home", state.touch == .disconnected {
            page.shown.insert(untouchable, at: min(1, page.shown.count))
        }
        if frame.isWarning(now: now) {
            page.name = "time-out"
            page.overlay = warning
        }
        return page
    }

    private var inner: Screen {
        if !frame.servesTechnicians {
            switch state.store {
            case .opening: return starting
            case .failed: return outOfService
            case .open: break
            }
        }
        if frame.isHelpOpen { return help }
        return frame.activePage(in: ScreenContext(state: state, language: language, now: now))
    }

    // MARK: The frame

    private var header: Header {
        let site = state.site
        return Header(
            name: (language == .english ? site.englishName : site.name).uppercased(),
            detail: say("header.phone", ["unit": site.unit, "phone": site.phone]),
            clock: now.wall.hourMinute,
            date: say(
                "header.date",
                ["weekday": now.wall.date.weekday.name(in: language), "date": now.wall.date.dayMonthYear]))
    }

    private func aids(isFull: Bool) -> HelpBar<FrameMachine.Intent> {
        let visit = frame.visit
        let language = HelpBar<FrameMachine.Intent>.Item(
            say("aid.language"), .globe, value: say("aid.languageValue"), intent: .aid(.language))
        let help = HelpBar<FrameMachine.Intent>.Item(say("aid.help"), .callStaff, intent: .aid(.help))
        // Help would leave a test or the crosses behind the screen.
        if frame.isExclusive { return HelpBar(isFull: false, items: [language]) }
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
        _ title: String, _ picture: Pictogram, isOn: Bool, _ aid: FrameMachine.Aid
    ) -> HelpBar<FrameMachine.Intent>.Item {
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
                say("timeout.detail", ["seconds": "\(frame.watch.secondsLeft(now: now))"]), .body,
                align: .centre)
            Node.row {
                Node.button(say("timeout.end"), intent: .finish)
                Node.button(say("timeout.more"), .primary, intent: .moreTime)
            }
        }
    }

    // MARK: Screens of the frame itself

    private var finish: Node { .button(say("button.finish"), .primary, intent: .finish) }

    private var help: Screen {
        Screen(
            "help", in: language, back: .button(say("button.back"), picture: .back, intent: .closeHelp),
            next: finish
        ) {
            Node.heading(say("help.title"))
            Node.panel(.state(.blue)) {
                Node.text(say("help.desk"), .title)
                Node.text(say("help.interpreter"), .body)
            }
            Node.facts([
                Fact(say("help.phone"), state.site.phone), Fact(say("help.hotline"), state.site.hotline),
                Fact(say("help.web"), state.site.web),
            ])
            Node.text(say("help.number"), .lead)
            Node.text(say("help.lookup"), .lead)
            Node.text(say("help.privacy"), .small, color: .quietInk)
        }
    }

    /// The first picture, before the store is opened.
    private var starting: Screen {
        Screen("starting", in: language) { Node.heading(say("starting.title"), align: .centre) }
    }

    /// The store cannot be opened: says so, and where a visitor is helped now.
    private var outOfService: Screen {
        Screen("out-of-service", in: language) {
            Node.heading(say("service.title"))
            Node.panel(.state(.red)) { Node.text(say("service.store"), .body) }
            Node.text(say("service.hotline", ["hotline": state.site.hotline]), .lead, color: .quietInk)
        }
    }
}
