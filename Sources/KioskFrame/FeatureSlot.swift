import KioskCore
import ScreenKit

/// An intent, event or action of a feature, outside of which its type is not known.
public struct FeatureValue: Hashable, Sendable {
    public let feature: FeatureID
    public let value: any Hashable & Sendable

    init(_ feature: FeatureID, _ value: any Hashable & Sendable) {
        self.feature = feature
        self.value = value
    }

    public static func intent<F: Feature>(_: F.Type, _ intent: F.Intent) -> Self { Self(F.id, intent) }
    public static func event<F: Feature>(_: F.Type, _ event: F.Machine.Event) -> Self { Self(F.id, event) }
    public static func action<F: Feature>(_: F.Type, _ action: F.Machine.Action) -> Self {
        Self(F.id, action)
    }

    public static func == (left: Self, right: Self) -> Bool {
        left.feature == right.feature && isEqual(left.value, right.value)
    }

    public func hash(into hasher: inout Hasher) {
        hasher.combine(feature)
        value.hash(into: &hasher)
    }
}

/// Whether a value of a known type equals one of any type.
func isEqual<Value: Hashable>(_ value: Value, _ other: any Hashable) -> Bool { value == other as? Value }

/// A feature and its machine, by which the frame holds features of different types.
protocol FeatureSlot: Sendable {
    var id: FeatureID { get }
    var opensBy: FeatureOpening { get }
    var machine: any FeatureMachine { get }

    mutating func choose(_ intent: FeatureValue, touch: String, now: Moment) -> FeatureResponse
    mutating func handle(_ event: FeatureValue, now: Moment) -> FeatureResponse
    mutating func tick(now: Moment) -> FeatureResponse
    mutating func end(now: Moment) -> FeatureResponse
    /// Returns `nil` if the signal means nothing in the machine's state.
    mutating func receive(_ signal: FeatureSignal, now: Moment) -> FeatureResponse?
    func page(in context: ScreenContext) -> Page<FrameMachine.Intent>
    func perform(_ action: FeatureValue, send: @escaping @Sendable (FeatureValue) async -> Void) -> Work?
}

/// What a machine returned for an event: its actions, and whether the visit is over.
struct FeatureResponse {
    var actions: [FeatureValue] = []
    var isFinished = false
}

struct TypedSlot<F: Feature>: FeatureSlot {
    let feature: F
    var typedMachine: F.Machine

    init(_ feature: F) {
        self.feature = feature
        typedMachine = feature.initialMachine
    }

    var id: FeatureID { F.id }
    var opensBy: FeatureOpening { F.opensBy }
    var machine: any FeatureMachine { typedMachine }

    mutating func choose(_ intent: FeatureValue, touch: String, now: Moment) -> FeatureResponse {
        guard let intent = intent.value as? F.Intent else { return FeatureResponse() }
        return respond(to: .chosen(intent, touch: touch), now: now)
    }

    mutating func handle(_ event: FeatureValue, now: Moment) -> FeatureResponse {
        guard let event = event.value as? F.Machine.Event else { return FeatureResponse() }
        return respond(to: event, now: now)
    }

    mutating func tick(now: Moment) -> FeatureResponse { respond(to: .tick, now: now) }

    mutating func end(now: Moment) -> FeatureResponse { respond(to: .end, now: now) }

    mutating func receive(_ signal: FeatureSignal, now: Moment) -> FeatureResponse? {
        typedMachine.event(for: signal).map { respond(to: $0, now: now) }
    }

    func page(in context: ScreenContext) -> Page<FrameMachine.Intent> {
        feature.page(of: typedMachine, in: context).map { .feature(FeatureValue(F.id, $0)) }
    }

    func perform(_ action: FeatureValue, send: @escaping @Sendable (FeatureValue) async -> Void) -> Work? {
        guard let action = action.value as? F.Machine.Action else { return nil }
        return feature.perform(action, events: EventPort { await send(FeatureValue(F.id, $0)) })
    }

    private mutating func respond(to event: F.Machine.Event, now: Moment) -> FeatureResponse {
        var response = FeatureResponse()
        for action in typedMachine.handle(event, now: now) {
            if action == .finished {
                response.isFinished = true
            } else {
                response.actions.append(FeatureValue(F.id, action))
            }
        }
        return response
    }
}
