public import KioskCore
import Synchronization

/// A scanner that delivers given codes and can be unplugged.
public final class ScriptedScanner: Sendable {
    private struct State {
        var condition: ScannerCondition
        var listeners: [AsyncStream<ScannerCondition>.Continuation] = []
    }
    private let queue = AcknowledgedQueue<Scan>()
    private let state: Mutex<State>

    public init(_ condition: ScannerCondition = .connected) {
        state = Mutex(State(condition: condition))
    }

    /// What the kiosk reads; for one reader.
    public func scans() -> AsyncStream<Scan> { queue.values() }

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

    /// Connects or disconnects the scanner.
    public func set(_ condition: ScannerCondition) {
        state.withLock { state in
            guard state.condition != condition else { return }
            state.condition = condition
            for listener in state.listeners { listener.yield(condition) }
        }
    }

    /// Scans a code; returns when the kiosk has processed it.
    /// - Returns: Whether the kiosk received it: a disconnected scanner delivers nothing.
    public func read(_ scan: Scan) async -> Bool {
        guard condition == .connected else { return false }
        return await queue.send(scan)
    }

    /// Ends all streams.
    public func end() {
        queue.finish()
        state.withLock { state in
            for listener in state.listeners { listener.finish() }
            state.listeners = []
        }
    }
}
