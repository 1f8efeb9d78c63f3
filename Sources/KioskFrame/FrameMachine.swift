public import KioskCore
import ScreenKit

/// The rules around the features: which one has the screen, the aids, help, the time-out.
///
/// A value: events in, actions out. It never reads a clock.
public struct FrameMachine: Sendable {
    public enum Intent: Hashable, Sendable {
        case feature(FeatureValue)
        case aid(Aid)
        case moreTime
        /// Reads on where a screen holds more than fits.
        case turnScreen(Int)
        case finish
        case closeHelp
    }

    public enum Aid: Hashable, Sendable { case language, largeText, contrast, lowScreen, help }

    public enum Event: Hashable, Sendable {
        /// A finger came down anywhere: somebody is there.
        case touched
        case chosen(Intent, touch: String)
        /// What came of an action of a feature.
        case feature(FeatureValue)
        /// Opens the event's feature on request, if the screen is free.
        case open(FeatureValue)
        /// The emblem was held long enough.
        case emblemHeld
        case signal(FeatureSignal)
        case tick
    }

    public private(set) var visit = Visit()
    public private(set) var watch: IdleWatch
    public private(set) var isHelpOpen = false
    /// Which part of a screen that does not fit is shown, from 0.
    public private(set) var screenPage = 0
    private var slots: [any FeatureSlot]
    private var activeIndex = 0

    /// - Parameter features: The kiosk's home first.
    public init(_ features: [any Feature], times: SessionTimes) {
        slots = features.map { Self.slot($0) }
        watch = IdleWatch(times: times)
    }

    private static func slot(_ feature: some Feature) -> any FeatureSlot { TypedSlot(feature) }

    private var active: any FeatureMachine { slots[activeIndex].machine }
    private var isHome: Bool { activeIndex == 0 }

    /// The feature that has the screen, below help.
    public var activeFeature: FeatureID { slots[activeIndex].id }

    /// The machine of a feature; `nil` if the kiosk does not have it.
    public func machine<F: Feature>(of _: F.Type) -> F.Machine? {
        slots.lazy.compactMap { $0.machine as? F.Machine }.first
    }

    // MARK: Events

    /// Returns actions of the features, to be carried out in order with ``perform(_:send:)``.
    public mutating func handle(_ event: Event, now: Moment) -> [FeatureValue] {
        switch event {
        case .touched:
            watch.noteTouch(now: now)
            return []
        case .chosen(let intent, let touch): return choose(intent, touch: touch, now: now)
        case .feature(let event):
            guard let index = index(of: event.feature) else { return [] }
            return settle(slots[index].handle(event, now: now), at: index, now: now)
        case .open(let event): return open(event, now: now)
        case .emblemHeld:
            guard let index = slots.firstIndex(where: { $0.opensBy == .emblem }), canInterrupt else {
                return []
            }
            let actions = endVisit(now: now)
            activeIndex = index
            watch.noteTouch(now: now)
            return actions
        case .signal(let signal): return receive(signal, now: now)
        case .tick: return tick(now: now)
        }
    }

    private mutating func choose(_ intent: Intent, touch: String, now: Moment) -> [FeatureValue] {
        watch.noteTouch(now: now)
        if case .turnScreen(let page) = intent {
            screenPage = max(0, page)
            return []
        }
        screenPage = 0
        switch intent {
        case .feature(let intent):
            guard let index = index(of: intent.feature), index == activeIndex, !isHelpOpen else { return [] }
            return settle(slots[index].choose(intent, touch: touch, now: now), at: index, now: now)
        case .aid(let aid): use(aid)
        case .moreTime, .turnScreen: break  // the touch itself was noted
        case .closeHelp: isHelpOpen = false
        case .finish: return finish(now: now)
        }
        return []
    }

    /// From help, what has its own end is shown to that end: a number that is being printed, or could not be.
    private mutating func finish(now: Moment) -> [FeatureValue] {
        switch active.occupation {
        case .idle, .visit: return endVisit(now: now)
        case .timed where !isHelpOpen: return endVisit(now: now)
        case .timed, .busy, .exclusive:
            isHelpOpen = false
            return []
        }
    }

    /// Whether the feature on the screen may be ended from outside.
    private var canInterrupt: Bool {
        switch active.occupation {
        case .idle, .visit, .timed: true
        case .busy, .exclusive: false
        }
    }

    private mutating func use(_ aid: Aid) {
        switch aid {
        case .language: visit.language = visit.language == .vietnamese ? .english : .vietnamese
        case .largeText: visit.textScale = visit.textScale == .large ? .ordinary : .large
        case .contrast: visit.theme = visit.theme == .standard ? .highContrast : .standard
        case .lowScreen: visit.lowScreen.toggle()
        case .help: isHelpOpen = active.occupation != .exclusive
        }
    }

    private mutating func receive(_ signal: FeatureSignal, now: Moment) -> [FeatureValue] {
        switch signal {
        case .scanned: return scan(signal, now: now)
        case .finger:
            guard followsFinger, let response = slots[activeIndex].receive(signal, now: now) else {
                return []
            }
            let actions = settle(response, at: activeIndex, now: now)
            if !followsFinger { watch.noteTouch(now: now) }
            return actions
        case .printer, .panel, .dossiersChanged:
            return slots.indices.flatMap { index in
                slots[index].receive(signal, now: now).map { settle($0, at: index, now: now) } ?? []
            }
        }
    }

    /// A new scan wipes what the last person saw; what must not be interrupted is finished first.
    private mutating func scan(_ signal: FeatureSignal, now: Moment) -> [FeatureValue] {
        if !isHelpOpen, let response = slots[activeIndex].receive(signal, now: now) {
            watch.noteTouch(now: now)
            screenPage = 0
            return settle(response, at: activeIndex, now: now)
        }
        guard let index = slots.firstIndex(where: { $0.opensBy == .scan }), canInterrupt,
            slots[activeIndex].opensBy != .emblem, slots[index].machine.occupation != .busy
        else { return [] }
        watch.noteTouch(now: now)
        screenPage = 0
        isHelpOpen = false
        var actions: [FeatureValue] = []
        if activeIndex != index { actions = slots[activeIndex].end(now: now).actions }
        activeIndex = index
        guard let response = slots[index].receive(signal, now: now) else { return actions }
        return actions + settle(response, at: index, now: now)
    }

    private mutating func open(_ event: FeatureValue, now: Moment) -> [FeatureValue] {
        guard isFree, let index = index(of: event.feature) else { return [] }
        let ended = endVisit(now: now)
        activeIndex = index
        return ended + settle(slots[index].handle(event, now: now), at: index, now: now)
    }

    private mutating func tick(now: Moment) -> [FeatureValue] {
        if isWatched, watch.verdict(now: now) == .gone { return endVisit(now: now) }
        return settle(slots[activeIndex].tick(now: now), at: activeIndex, now: now)
    }

    /// Ends the visit where the feature said so, and where a feature that opened over the home is idle again.
    private mutating func settle(_ response: FeatureResponse, at index: Int, now: Moment) -> [FeatureValue] {
        let isOver = response.isFinished || (!isHome && active.occupation == .idle)
        guard index == activeIndex, isOver else { return response.actions }
        return response.actions + endVisit(now: now)
    }

    /// Nothing of a visit stays: not its words, not its aids, not its screen.
    private mutating func endVisit(now: Moment) -> [FeatureValue] {
        let actions = slots.indices.flatMap { slots[$0].end(now: now).actions }
        visit = Visit()
        screenPage = 0
        isHelpOpen = false
        activeIndex = 0
        return actions
    }

    private func index(of feature: FeatureID) -> Int? { slots.firstIndex { $0.id == feature } }

    // MARK: What holds now

    /// When the next `.tick` is wanted, as uptime; `nil` while nobody is there.
    public func nextTick(now: Moment) -> Duration? {
        [active.nextTick(now: now), isWatched ? watch.nextChange(now: now) : nil].compactMap(\.self).min()
    }

    /// Whether the warning stands over the screen now.
    public func isWarning(now: Moment) -> Bool { isWatched && watch.verdict(now: now) != .present }

    /// The time-out watches every visit that does not end by itself.
    private var isWatched: Bool {
        switch active.occupation {
        case .idle: !isHome || isHelpOpen || visit != Visit()
        case .visit: true
        case .timed: isHelpOpen
        case .busy, .exclusive: false
        }
    }

    /// Whether a feature may be opened on request: nobody is in the middle of anything.
    public var isFree: Bool { !isHelpOpen && active.canYield && (!isHome || visit == Visit()) }

    /// Whether every touch goes to the feature on the screen, wherever it is.
    public var followsFinger: Bool { !isHelpOpen && active.followsFinger }

    /// Whether the feature on the screen wants to know what a code said.
    public var readsScanContent: Bool { !isHelpOpen && active.readsScanContent }

    /// Whether the screen belongs to a test or to the four crosses, until they end.
    public var isExclusive: Bool { active.occupation == .exclusive }

    /// Whether the feature on the screen works without the store: it serves technicians.
    var servesTechnicians: Bool {
        switch slots[activeIndex].opensBy {
        case .emblem, .request: !isHome
        case .scan: false
        }
    }

    // MARK: Screens and effects

    /// The page of the feature on the screen, without the frame.
    func activePage(in context: ScreenContext) -> Page<Intent> { slots[activeIndex].page(in: context) }

    /// Carries out an action that ``handle(_:now:)`` returned.
    /// - Parameter send: Takes what came of it to ``handle(_:now:)`` as ``Event/feature(_:)``.
    /// - Returns: What takes time; `nil` if the action is done.
    public func perform(
        _ action: FeatureValue, send: @escaping @Sendable (FeatureValue) async -> Void
    ) -> Work? {
        index(of: action.feature).flatMap { slots[$0].perform(action, send: send) }
    }
}

extension FrameMachine: Equatable {
    public static func == (left: Self, right: Self) -> Bool {
        left.visit == right.visit && left.watch == right.watch && left.isHelpOpen == right.isHelpOpen
            && left.screenPage == right.screenPage && left.activeIndex == right.activeIndex
            && left.slots.elementsEqual(right.slots) { one, other in
                one.id == other.id && isEqual(one.machine, other.machine)
            }
    }
}
