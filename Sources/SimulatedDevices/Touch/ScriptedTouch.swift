public import KioskCore

/// A touch panel that delivers given touches.
public final class ScriptedTouch: Sendable {
    private let queue = AcknowledgedQueue<TouchEvent>()
    private let lock = AsyncLock()

    public init() {}

    /// What the kiosk reads; for one reader.
    public func events() -> AsyncStream<TouchEvent> { queue.values() }

    /// Performs a sequence of touches; returns when the kiosk has processed all of them.
    ///
    /// Concurrent sequences are performed one after the other: a press stays with its release.
    public func perform(_ touches: [TouchEvent]) async {
        await lock.withLock {
            for event in touches { await self.queue.send(event) }
        }
    }

    /// A press and its release in one place.
    public func tap(_ point: PixelPoint) async {
        await perform([TouchEvent(.down, at: point), TouchEvent(.up, at: point)])
    }

    /// Disconnects the panel.
    public func end() { queue.finish() }
}
