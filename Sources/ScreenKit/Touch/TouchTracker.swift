public import KioskCore

/// Turns one finger into intents: down shows the pressed look, up inside acts, moving off takes it back.
///
/// A value without a clock: the time is passed in.
public struct TouchTracker<Intent: Hashable & Sendable>: Hashable, Sendable {
    public enum Outcome: Hashable, Sendable {
        /// Nothing that anybody sees.
        case ignored
        /// The pressed look changed: paint again with `pressed`.
        case lookChanged
        /// The finger left the panel on the node it came down on.
        case activated(Intent)
    }

    /// A second tap on the same intent, or at the same place of the next screen, within this time is the
    /// same touch of a trembling hand.
    public var debounceInterval: Duration
    /// The same for the keys of a keypad, where the same key twice may be meant.
    public var keyDebounceInterval: Duration
    /// The node to draw pressed; `nil` if the finger is off it or there is none.
    public var pressed: ScreenNode<Intent>? { isOver ? held : nil }

    private var held: ScreenNode<Intent>?
    private var isOver = false
    private var isDown = false
    private var lastActivation: Activation?

    private struct Activation: Hashable, Sendable {
        var node: ScreenNode<Intent>
        var time: Duration
    }

    public init(debounceInterval: Duration = .milliseconds(350), keyDebounceInterval: Duration = .zero) {
        self.debounceInterval = debounceInterval
        self.keyDebounceInterval = keyDebounceInterval
    }

    /// Takes one event of the panel, as it meets the screen that is shown; `now` is a reading that never
    /// jumps.
    public mutating func handle(
        _ event: TouchEvent, on screen: LaidOutScreen<Intent>, at now: Duration
    ) -> Outcome {
        switch event.phase {
        case .down:
            // A second finger, or a down without its up, changes nothing: the first one counts.
            if isDown { return .ignored }
            isDown = true
            return press(screen.target(at: event.point), at: now)
        case .move:
            return follow(event.point, on: screen)
        case .up:
            return release(event.point, on: screen, at: now)
        case .cancelled:
            return reset()
        }
    }

    /// Forgets the finger: the screen changed under it, or the panel went away.
    @discardableResult
    public mutating func reset() -> Outcome {
        let wasPressed = pressed != nil
        held = nil
        isOver = false
        isDown = false
        return wasPressed ? .lookChanged : .ignored
    }

    private mutating func press(_ node: ScreenNode<Intent>?, at now: Duration) -> Outcome {
        guard let node, !isBounce(node, at: now) else { return .ignored }
        held = node
        isOver = true
        return .lookChanged
    }

    private mutating func follow(_ point: PixelPoint, on screen: LaidOutScreen<Intent>) -> Outcome {
        guard isDown, let held else { return .ignored }
        guard isStillThere(held, on: screen) else { return abandon() }
        let inside = held.bounds.contains(point)
        defer { isOver = inside }
        return inside == isOver ? .ignored : .lookChanged
    }

    private mutating func release(
        _ point: PixelPoint, on screen: LaidOutScreen<Intent>, at now: Duration
    ) -> Outcome {
        guard isDown else { return .ignored }
        guard let held, let intent = held.intent, isStillThere(held, on: screen),
            held.bounds.contains(point)
        else { return reset() }
        reset()
        lastActivation = Activation(node: held, time: now)
        return .activated(intent)
    }

    /// The node went away under the finger; the finger stays down and means nothing until it is lifted.
    private mutating func abandon() -> Outcome {
        let wasPressed = isOver
        held = nil
        isOver = false
        return wasPressed ? .lookChanged : .ignored
    }

    private func isStillThere(_ node: ScreenNode<Intent>, on screen: LaidOutScreen<Intent>) -> Bool {
        screen.nodes.contains { $0.isTouchable && $0.intent == node.intent && $0.bounds == node.bounds }
    }

    private func isBounce(_ node: ScreenNode<Intent>, at now: Duration) -> Bool {
        guard let last = lastActivation else { return false }
        let isSame = last.node.intent == node.intent || !last.node.bounds.intersection(node.bounds).isEmpty
        return isSame && now - last.time < (node.role == .key ? keyDebounceInterval : debounceInterval)
    }
}
