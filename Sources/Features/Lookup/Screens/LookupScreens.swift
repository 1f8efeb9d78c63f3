import KioskCore
import KioskFrame
import ScreenKit

/// The lookup terminal's screens: each state of the machine as a page.
///
/// Header and help bar belong to the frame around every screen and are filled in there.
struct LookupScreens: Sendable {
    let state: AppState
    let language: Language
    let say: Phrases
    let now: Moment

    typealias Node = View<LookupMachine.Intent>
    typealias Screen = Page<LookupMachine.Intent>

    init(_ context: ScreenContext) {
        state = context.state
        language = context.language
        now = context.now
        say = Phrases(LookupFeature.strings, in: context.language)
    }

    func page(for machine: LookupMachine) -> Screen {
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
