public import KioskCore
public import ScreenKit

/// What the lookup terminal's screens say about the kiosk itself.
public struct LookupSurroundings: Hashable, Sendable {
    public var site: SiteProfile
    public var isOnline: Bool
    public var hasScanner: Bool
    public var fields: [ServiceField]
    public var serving: [String: QueueNumber]
    public var calendar: WorkingCalendar

    public init(
        site: SiteProfile, isOnline: Bool, hasScanner: Bool, fields: [ServiceField],
        serving: [String: QueueNumber], calendar: WorkingCalendar
    ) {
        self.site = site
        self.isOnline = isOnline
        self.hasScanner = hasScanner
        self.fields = fields
        self.serving = serving
        self.calendar = calendar
    }
}

/// The lookup terminal's screens: each state of the machine as a page.
///
/// Header and help bar belong to the frame around every screen and are filled in there.
public struct LookupScreens: Sendable {
    let around: LookupSurroundings
    let language: Language
    let say: Phrases
    let now: Moment

    typealias Node = View<LookupMachine.Intent>
    public typealias Screen = Page<LookupMachine.Intent>

    public init(around: LookupSurroundings, language: Language, now: Moment) {
        self.around = around
        self.language = language
        self.now = now
        say = Phrases(language)
    }

    public func page(for machine: LookupMachine) -> Screen {
        switch machine.state {
        case .home: home
        case .keypad: keypad(machine.keypad)
        case .looking, .looksForTicket: looking
        case .dossier(let facts, let asOf, let result):
            dossier(facts, asOf: asOf, result: result)
        case .notFound: notFound("notFound.title", "notFound.detail")
        case .unavailable: notFound("notFound.offline", "notFound.offlineDetail")
        case .held: notFound("notFound.busy", "notFound.busyDetail")
        case .unrecognised(let what): unrecognised(what)
        case .ticket(let ticket): self.ticket(ticket)
        case .procedures: procedures(machine.browser, page: machine.page)
        case .rating: rating
        case .thanks: thanks
        }
    }

    func screen(
        _ name: String, back: Node? = nil, next: Node? = nil,
        shownShare: Int = 42,
        @ViewsBuilder<LookupMachine.Intent> shown: () -> [Node],
        @ViewsBuilder<LookupMachine.Intent> choices: () -> [Node] = { [] }
    ) -> Screen {
        Screen(
            name: name, language: language, header: Header(name: "", detail: "", clock: "", date: ""),
            help: HelpBar(isFull: name == "home", items: []), back: back, next: next,
            shownShare: shownShare, shown: shown, choices: choices)
    }

    var back: Node { .button(say("button.back"), picture: .back, intent: .back) }
    var again: Node { .button(say("button.again"), picture: .scan, intent: .again) }
    var finish: Node { .button(say("button.finish"), .primary, intent: .finish) }

    func turning(_ page: Int) -> PageTurning<LookupMachine.Intent> {
        PageTurning(
            index: page, previous: .turnPage(page - 1), next: .turnPage(page + 1),
            previousLabel: say("pages.previous"), nextLabel: say("pages.next"),
            position: say("pages.position"))
    }

    /// A sentence that says what to do.
    func note(_ color: StateColor, _ text: String) -> Node {
        .panel(.state(color)) { Node.text(text, .body) }
    }

    /// A statement, and what follows from it.
    func panel(_ color: StateColor, _ title: String, _ detail: String? = nil) -> Node {
        .panel(.state(color)) {
            Node.text(title, .title)
            if let detail { Node.text(detail, .body) }
        }
    }
}
