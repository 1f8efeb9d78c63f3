public import KioskCore
public import ScreenKit

/// One thing that a kiosk does: a machine with its rules, its screens, and how its actions are carried out.
///
/// A role of a kiosk is a list of features (`Appliance/Roles.swift`). The frame around them
/// (``FrameMachine``) knows a feature only by this protocol, and features do not know each other.
public protocol Feature: Sendable {
    associatedtype Machine: FeatureMachine
    typealias Intent = Machine.Event.Intent

    /// Unique among the features of a kiosk.
    static var id: FeatureID { get }
    /// How the feature comes to the screen when it is not the kiosk's home.
    static var opensBy: FeatureOpening { get }
    /// The machine as it is when the kiosk starts.
    var initialMachine: Machine { get }

    /// The screen of a state; the frame fills in header, help bar and page turning.
    func page(of machine: Machine, in context: ScreenContext) -> Page<Intent>
    /// Carries an action out: at once, in the order in which the machine returned them, or by the work that
    /// it returns.
    ///
    /// - Parameter events: Takes what came of it to the machine.
    /// - Returns: What takes time and runs beside the screen; `nil` if the action is done.
    func perform(_ action: Machine.Action, events: EventPort<Machine.Event>) -> Work?
}

extension Feature {
    public static var opensBy: FeatureOpening { .request }
}

/// What runs beside the screen, as a child task of the kiosk.
public typealias Work = @Sendable () async -> Void

/// The rules of a feature: a value that answers events with actions and reads no clock, file or socket.
public protocol FeatureMachine: Hashable, Sendable {
    associatedtype Event: FeatureEvent
    associatedtype Action: FeatureAction

    mutating func handle(_ event: Event, now: Moment) -> [Action]
    /// When the next `.tick` is wanted, as uptime; `nil` if only an event can change something.
    func nextTick(now: Moment) -> Duration?
    /// What the frame may do to this feature's screen now.
    var occupation: Occupation { get }
    /// Whether another feature may be opened over this one on request.
    var canYield: Bool { get }
    /// Whether every touch is wanted, wherever it is, as ``FeatureSignal/finger(_:)``.
    var followsFinger: Bool { get }
    /// Whether a scan's content is wanted with ``FeatureSignal/scanned(_:)``.
    var readsScanContent: Bool { get }
    /// The event that a signal means in this state; `nil` if it means nothing.
    func event(for signal: FeatureSignal) -> Event?
}

extension FeatureMachine {
    public var canYield: Bool { occupation == .idle }
    public var followsFinger: Bool { false }
    public var readsScanContent: Bool { false }
    public func event(for signal: FeatureSignal) -> Event? { nil }
}

/// The events that every feature understands.
public protocol FeatureEvent: Hashable, Sendable {
    /// What a person can ask for by touching this feature's screens.
    associatedtype Intent: Hashable & Sendable

    /// A touch; `touch` identifies it, so that whatever is repeated counts once.
    static func chosen(_ intent: Intent, touch: String) -> Self
    /// The time that ``FeatureMachine/nextTick(now:)`` asked for has come.
    static var tick: Self { get }
    /// The visit is over, whoever ended it: nothing of it stays.
    static var end: Self { get }
}

/// The action that every feature has.
public protocol FeatureAction: Hashable, Sendable {
    /// The visit ended from here; the frame goes home.
    static var finished: Self { get }
}

/// What the frame may do to the screen of a feature.
public enum Occupation: Hashable, Sendable {
    /// Nobody is in the middle of anything.
    case idle
    /// A visit, which the time-out watches.
    case visit
    /// Ends after its own time, so that no other time-out is needed.
    case timed
    /// Must not be interrupted; has its own end.
    case busy
    /// Has the whole panel until it ends: a test, or the crosses of a calibration.
    case exclusive
}

/// How a feature comes to the screen when it is not the kiosk's home.
public enum FeatureOpening: Hashable, Sendable {
    /// A code is scanned.
    case scan
    /// The emblem is held: the technician's gesture.
    case emblem
    /// A program asks for it.
    case request
}

/// What happens around the features and may concern any of them, whether it is on the screen or not.
public enum FeatureSignal: Hashable, Sendable {
    /// For the feature on the screen, then for the one that opens by a scan.
    case scanned(ScanReading)
    /// For the feature on the screen, while ``FeatureMachine/followsFinger``.
    case finger(TouchEvent)
    /// The receipt printer's condition changed.
    case printer(PrinterCondition)
    /// The touch panel, at the start and whenever its calibration was kept.
    case panel(TouchPanelState)
    /// The feed brought news of these dossiers, which are in the store now.
    case dossiersChanged(Set<DossierCode>)
}

/// What a page is drawn from besides the machine.
public struct ScreenContext: Sendable {
    public var state: AppState
    public var language: Language
    public var now: Moment

    public init(state: AppState, language: Language, now: Moment) {
        self.state = state
        self.language = language
        self.now = now
    }
}

/// The way of results back to a machine.
public struct EventPort<Event: Sendable>: Sendable {
    private let deliver: @Sendable (Event) async -> Void

    public init(_ deliver: @escaping @Sendable (Event) async -> Void) { self.deliver = deliver }

    /// Returns when the machine has handled the event and the screen shows what follows.
    public func send(_ event: Event) async { await deliver(event) }
}

/// The name of a feature.
public struct FeatureID: Hashable, Sendable, ExpressibleByStringLiteral, CustomStringConvertible {
    public let description: String

    public init(stringLiteral value: String) { description = value }
}
