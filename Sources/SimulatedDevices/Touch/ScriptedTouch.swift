public import KioskCore

/// A finger that follows a script.
public final class ScriptedTouch: Sendable {
    private let hand = HandOver<TouchEvent>()
    private let turn = Turn()

    public init() {}

    /// What the kiosk reads; for one reader.
    public func events() -> AsyncStream<TouchEvent> { hand.values() }

    /// Does what the script says, and returns when the kiosk has dealt with all of it.
    ///
    /// Scripts that come at the same time are done one after the other: a press stays with its release.
    public func perform(_ script: [TouchEvent]) async {
        await turn.take {
            for event in script { await self.hand.give(event) }
        }
    }

    /// A press and its release in one place.
    public func tap(_ point: PixelPoint) async {
        await perform([TouchEvent(.down, at: point), TouchEvent(.up, at: point)])
    }

    /// The panel is gone.
    public func end() { hand.end() }
}
