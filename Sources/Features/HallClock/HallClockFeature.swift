public import KioskCore
public import KioskFrame
public import ScreenKit

extension KioskRole {
    /// A screen in the hall without touches.
    public static let hallClock = KioskRole(rawValue: "hall-clock")
}

/// A screen that nobody touches: the time, the centre, and how many wait in each field.
public struct HallClockFeature: Feature {
    public static let id: FeatureID = "hall-clock"
    public static let strings = StringTable(
        vietnamese: PackageResources.vi_txt, english: PackageResources.en_txt)

    public init() {}

    public var initialMachine: HallClockMachine { HallClockMachine() }

    public func page(of machine: HallClockMachine, in context: ScreenContext) -> Page<Intent> {
        HallClockScreen(context).page
    }

    public func perform(
        _ action: HallClockMachine.Action, events: EventPort<HallClockMachine.Event>
    ) -> Work? {
        nil
    }
}

/// There is nothing to choose: the clock shows what the store knows.
public struct HallClockMachine: FeatureMachine {
    public enum Intent: Hashable, Sendable {}

    public enum Event: FeatureEvent {
        case chosen(Intent, touch: String)
        case tick
        case end
    }

    public enum Action: FeatureAction { case finished }

    public mutating func handle(_ event: Event, now: Moment) -> [Action] { [] }

    /// The frame draws every screen anew with each minute of the clock.
    public func nextTick(now: Moment) -> Duration? { nil }

    public var occupation: Occupation { .idle }
}

struct HallClockScreen {
    typealias Node = View<HallClockMachine.Intent>

    let context: ScreenContext
    let say: Phrases

    init(_ context: ScreenContext) {
        self.context = context
        say = Phrases(HallClockFeature.strings, in: context.language)
    }

    var page: Page<HallClockMachine.Intent> {
        Page("home", in: context.language, shownShare: 50) {
            Node.heading(say("clock.title"), align: .centre)
            Node.text(context.now.wall.hourMinute, .number, color: .blue, align: .centre)
            Node.text(context.state.site.address, .title, align: .centre)
        } choices: {
            Node.facts(waiting)
        }
    }

    private var waiting: [Fact] {
        let hall = context.state.hall
        guard !hall.fields.isEmpty else { return [Fact(say("clock.waiting"), say("clock.unknown"))] }
        return hall.fields.map { field in
            Fact(
                context.language == .english ? field.englishName ?? field.name : field.name,
                say("clock.count", ["count": "\(hall.waiting[field.id] ?? 0)"]))
        }
    }
}
