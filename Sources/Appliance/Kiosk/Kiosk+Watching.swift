import KioskCore
import KioskFrame
import ScreenKit

extension Kiosk {
    /// What happens from now on, until the reader stops.
    public func watch() -> AsyncStream<KioskEvent> {
        let (outlet, events) = EventOutlet.make { [weak self] id in
            self?.begin { [weak self] in await self?.unwatch(id) }
        }
        watchers.add(outlet)
        return events
    }

    func unwatch(_ id: UInt64) { watchers.remove(id) }

    func publish(_ what: KioskEvent.What) {
        guard !watchers.isEmpty else { return }
        watchers.send(KioskEvent(at: clock.now().wall.iso8601, what: what))
    }

    func publish(_ touch: TouchEvent) {
        guard !watchers.isEmpty else { return }
        let isTyping = screen()?.nodes.contains { $0.role == Role.key.rawValue } ?? false
        publish(
            .touch(
                phase: touch.phase, x: isTyping ? nil : touch.point.x, y: isTyping ? nil : touch.point.y))
    }

    /// Everything with a cable, as it is now.
    public nonisolated func deviceReport() async -> DeviceReport { await devices.report() }
}
