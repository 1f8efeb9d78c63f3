internal import KioskCore

/// One scanner from plugging in to unplugging: an event in, actions out.
struct ScannerMachine: Hashable, Sendable {
    typealias Instant = ContinuousClock.Instant

    enum State: Hashable, Sendable {
        /// On the bus; drivers and permissions come first.
        ///
        /// To `opening` when its time has come, to `gone` when it is unplugged.
        case attached(openAt: Instant)
        /// Being opened, for the n-th time in a row.
        ///
        /// To `reading`, `refused`, `waiting` or `gone`, by how opening ends.
        case opening(attempt: Int)
        /// To `opening` when its time has come or the device changed, to `gone` when it is unplugged.
        case waiting(USBFault, attempt: Int, retryAt: Instant)
        /// To `waiting` at a fault, to `gone` when it is unplugged.
        case reading
        /// It works, but not in a way that can be read. To `gone` when it is unplugged.
        case refused(HIDPOSRefusal)
        /// Final.
        case gone
    }

    enum Event: Hashable, Sendable {
        /// Open, with what its HID interfaces said of their reports.
        case opened(reportDescriptors: [UInt8: [UInt8]])
        /// An opening, a request or a transfer failed.
        case failed(USBFault)
        case received(interface: UInt8, [UInt8])
        /// Somebody changed the device: its permissions, most likely.
        case changed
        case unplugged
        /// The deadline has come.
        case tick
    }

    enum Action: Hashable, Sendable {
        case open
        /// Reads from these on.
        case listen([ScannerChannel])
        /// Gives back these interfaces, which are no scanner's, to their drivers.
        case giveBack([UInt8])
        case deliver(Scan)
        case lost(ScanLoss)
        case close
    }

    /// A device that is new on the bus gets its drivers and permissions first.
    static let settling = Duration.milliseconds(200)
    static let firstRetry = Duration.milliseconds(100)
    static let longestRetry = Duration.seconds(10)
    /// A device whose node is not there (yet) is tried so often before it counts as unplugged.
    static let triesForNode = 6

    let plan: ScannerPlan
    private(set) var state: State
    private(set) var channels: [ScannerChannel] = []
    private var failures = 0

    init(_ plan: ScannerPlan, now: Instant) {
        self.plan = plan
        state = .attached(openAt: now + Self.settling)
    }

    /// When ``Event/tick`` is due; `nil` while nothing is going on.
    var deadline: Instant? {
        switch state {
        case .attached(let openAt): openAt
        case .waiting(_, _, let retryAt): retryAt
        case .reading: channels.compactMap(\.deadline).min()
        case .opening, .refused, .gone: nil
        }
    }

    mutating func handle(_ event: Event, now: Instant) -> [Action] {
        if event == .unplugged { return state == .gone ? [] : end(as: .gone) }
        switch state {
        case .attached(let openAt): return whileAttached(event, openAt: openAt, now: now)
        case .opening(let attempt): return whileOpening(event, attempt: attempt, now: now)
        case .waiting(_, let attempt, let retryAt):
            return whileWaiting(event, attempt: attempt, retryAt: retryAt, now: now)
        case .reading: return whileReading(event, now: now)
        // Only unplugging leaves the first, and nothing the second.
        case .refused, .gone: return []
        }
    }

    private mutating func whileAttached(_ event: Event, openAt: Instant, now: Instant) -> [Action] {
        switch event {
        case .tick: now >= openAt ? open(attempt: 1) : []
        // The device is not open yet, and its drivers may still change it.
        case .opened, .failed, .received, .changed, .unplugged: []
        }
    }

    private mutating func whileOpening(_ event: Event, attempt: Int, now: Instant) -> [Action] {
        switch event {
        case .opened(let descriptors): begin(descriptors, attempt: attempt)
        case .failed(.gone) where attempt >= Self.triesForNode: end(as: .gone)
        case .failed(let fault): recover(fault, attempt: attempt, now: now)
        // What happens meanwhile shows in how opening ends.
        case .received, .changed, .tick, .unplugged: []
        }
    }

    private mutating func whileWaiting(
        _ event: Event, attempt: Int, retryAt: Instant, now: Instant
    ) -> [Action] {
        switch event {
        case .tick: now >= retryAt ? open(attempt: attempt + 1) : []
        case .changed: open(attempt: attempt + 1)
        // Late news of the handle that was closed.
        case .opened, .failed, .received, .unplugged: []
        }
    }

    private mutating func whileReading(_ event: Event, now: Instant) -> [Action] {
        switch event {
        case .received(let interface, let bytes): return receive(interface, bytes, now: now)
        case .tick: return tick(now: now)
        case .failed(.gone): return end(as: .gone)
        case .failed(let fault):
            failures += 1
            return recover(fault, attempt: failures, now: now)
        // Permissions of an open device do not matter.
        case .opened, .changed, .unplugged: return []
        }
    }

    private mutating func open(attempt: Int) -> [Action] {
        state = .opening(attempt: attempt)
        return [.open]
    }

    private mutating func begin(_ descriptors: [UInt8: [UInt8]], attempt: Int) -> [Action] {
        var refusal: HIDPOSRefusal?
        var strangers: [UInt8] = []
        channels = []
        for planned in plan.channels {
            do throws(HIDPOSRefusal) {
                channels.append(
                    try ScannerChannel(
                        planned, profile: plan.profile, reportDescriptor: descriptors[planned.interface]))
            } catch {
                refusal = error
                strangers.append(planned.interface)
            }
        }
        guard channels.isEmpty else {
            failures = attempt - 1
            state = .reading
            return (strangers.isEmpty ? [] : [.giveBack(strangers)]) + [.listen(channels)]
        }
        return end(as: .refused(refusal ?? .noScanner))
    }

    private mutating func recover(_ fault: USBFault, attempt: Int, now: Instant) -> [Action] {
        let doubling = min(attempt - 1, 10)
        let wait = min(Self.firstRetry * (1 << doubling), Self.longestRetry)
        return end(as: .waiting(fault, attempt: attempt, retryAt: now + wait))
    }

    private mutating func end(as next: State) -> [Action] {
        let wasOpen =
            switch state {
            case .opening, .reading: true
            case .attached, .waiting, .refused, .gone: false
            }
        state = next
        channels = []
        return wasOpen ? [.close] : []
    }

    private mutating func receive(_ interface: UInt8, _ bytes: [UInt8], now: Instant) -> [Action] {
        guard let index = channels.firstIndex(where: { $0.interface == interface }) else { return [] }
        failures = 0
        return channels[index].receive(bytes, now: now).map(Self.action)
    }

    private mutating func tick(now: Instant) -> [Action] {
        channels.indices.compactMap { channels[$0].tick(now: now).map(Self.action) }
    }

    private static func action(_ outcome: ScanOutcome) -> Action {
        switch outcome {
        case .scan(let scan): .deliver(scan)
        case .dropped(let loss): .lost(loss)
        }
    }
}
