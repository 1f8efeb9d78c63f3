public import KioskCore
public import ScreenKit

/// The dispenser's screens: each state of the machine as a page.
///
/// Header and help bar belong to the frame around every screen and are filled in there.
public struct DispenserScreens: Sendable {
    let hall: Hall
    let language: Language
    let say: Phrases
    let now: Moment
    /// The hour of the forwarding cut-off, for the words of requirement Q-05.
    let cutOffHour: Int

    typealias Node = View<DispenserMachine.Intent>
    public typealias Screen = Page<DispenserMachine.Intent>

    public init(hall: Hall, language: Language, now: Moment, cutOffHour: Int) {
        self.hall = hall
        self.language = language
        self.now = now
        self.cutOffHour = cutOffHour
        say = Phrases(language)
    }

    public func page(for machine: DispenserMachine) -> Screen {
        switch machine.state {
        case .home: home(machine)
        case .fields(let group): fields(of: group, machine)
        case .issuing: issuing
        case .printing(let issued, let isReprint): printing(issued, isReprint: isReprint)
        case .taken(let issued, let until): taken(issued, until: until, machine)
        case .unprinted(let issued, let condition, _): unprinted(issued, condition, machine)
        case .refused(let refusal, _): refused(refusal)
        }
    }

    func screen(
        _ name: String, back: Node? = nil, next: Node? = nil,
        turning: PageTurning<DispenserMachine.Intent>? = nil,
        shownShare: Int = 42,
        @ViewsBuilder<DispenserMachine.Intent> shown: () -> [Node],
        @ViewsBuilder<DispenserMachine.Intent> choices: () -> [Node] = { [] }
    ) -> Screen {
        Screen(
            name: name, language: language, header: Header(name: "", detail: "", clock: "", date: ""),
            help: HelpBar(isFull: name == "home", items: []), back: back, next: next,
            shownShare: shownShare, shown: shown, choices: choices)
    }

    var finish: Node { .button(say("button.finish"), .primary, intent: .finish) }

    func name(of field: ServiceField) -> String {
        language == .english ? field.englishName ?? field.name : field.name
    }
}
