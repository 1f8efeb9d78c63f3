public import KioskCore
import Synchronization

/// A scanner that reads what it is told, and can be unplugged.
public final class ScriptedScanner: Sendable {
    private struct State {
        var condition: ScannerCondition
        var listeners: [AsyncStream<ScannerCondition>.Continuation] = []
    }
    private let hand = HandOver<Scan>()
    private let state: Mutex<State>

    public init(_ condition: ScannerCondition = .connected) {
        state = Mutex(State(condition: condition))
    }

    /// What the kiosk reads; for one reader.
    public func scans() -> AsyncStream<Scan> { hand.values() }

    /// The condition now and at every change.
    public func conditions() -> AsyncStream<ScannerCondition> {
        let (stream, continuation) = AsyncStream.makeStream(
            of: ScannerCondition.self, bufferingPolicy: .bufferingNewest(4))
        state.withLock { state in
            continuation.yield(state.condition)
            state.listeners.append(continuation)
        }
        return stream
    }

    public var condition: ScannerCondition { state.withLock(\.condition) }

    /// Plugs the cable in or pulls it out.
    public func become(_ condition: ScannerCondition) {
        state.withLock { state in
            guard state.condition != condition else { return }
            state.condition = condition
            for listener in state.listeners { listener.yield(condition) }
        }
    }

    /// Reads a code; returns when the kiosk has dealt with it.
    /// - Returns: Whether the kiosk got it: without a cable nothing arrives.
    public func read(_ scan: Scan) async -> Bool {
        guard condition == .connected else { return false }
        return await hand.give(scan)
    }

    /// The scanner is gone for good.
    public func end() {
        hand.end()
        state.withLock { state in
            for listener in state.listeners { listener.finish() }
            state.listeners = []
        }
    }
}
