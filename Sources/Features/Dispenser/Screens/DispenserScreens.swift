import KioskCore
import KioskFrame
import ScreenKit

/// The dispenser's screens: each state of the machine as a page.
///
/// Header and help bar belong to the frame around every screen and are filled in there.
struct DispenserScreens: Sendable {
    let state: AppState
    let language: Language
    let say: Phrases
    let now: Moment

    typealias Node = View<DispenserMachine.Intent>
    typealias Screen = Page<DispenserMachine.Intent>

    init(_ context: ScreenContext) {
        state = context.state
        language = context.language
        now = context.now
        say = Phrases(DispenserFeature.strings, in: context.language)
    }

    var hall: Hall { state.hall }
    /// The hour of the forwarding cut-off, for the words of requirement Q-05.
    var cutOffHour: Int { state.calendar.cutOff.hour }
    /// A small centre has no groups: its fields are the home screen (look.md).
    var isSmallHall: Bool { hall.fields.count <= 8 }

    func page(for machine: DispenserMachine) -> Screen {
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

    var finish: Node { .button(say("button.finish"), .primary, intent: .finish) }

    func name(of field: ServiceField) -> String {
        language == .english ? field.englishName ?? field.name : field.name
    }
}
