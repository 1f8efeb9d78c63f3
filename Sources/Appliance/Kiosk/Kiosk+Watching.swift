import KioskCore

extension Kiosk {
    /// What happens from now on, until the reader stops.
    public func watch() -> AsyncStream<KioskEvent> {
        let outlet = EventOutlet { [workload] id in workload.yield(.unwatch(id)) }
        watchers.add(outlet)
        return outlet.events
    }

    func unwatch(_ id: UInt64) { watchers.remove(id) }

    func tell(_ what: KioskEvent.What) {
        guard !watchers.isEmpty else { return }
        watchers.send(KioskEvent(at: clock.now().wall.iso8601, what: what))
    }

    /// Everything with a cable, as it is now.
    public nonisolated func deviceReport() async -> DeviceReport { await devices.report() }
}
