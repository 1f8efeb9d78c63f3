internal import KioskCore

/// One scanner from plugging in to unplugging: what happens answers with what to do.
struct ScannerMachine: Hashable, Sendable {
    typealias Instant = ContinuousClock.Instant

    enum State: Hashable, Sendable {
        /// On the bus; drivers and permissions come first.
        case attached(openAt: Instant)
        /// Being opened, for the n-th time in a row.
        case opening(attempt: Int)
        case waiting(USBFault, attempt: Int, retryAt: Instant)
        case reading
        /// It works, but not in a way that can be read.
        case refused(HIDPOSRefusal)
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
        case left
        case time
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

    /// When ``Event/time`` has something to do; nothing while nothing is going on.
    var deadline: Instant? {
        switch state {
        case .attached(let openAt): openAt
        case .waiting(_, _, let retryAt): retryAt
        case .reading: channels.compactMap(\.deadline).min()
        case .opening, .refused, .gone: nil
        }
    }

    mutating func handle(_ event: Event, now: Instant) -> [Action] {
        switch (state, event) {
        case (.gone, _): return []
        case (_, .left): return end(as: .gone)
        case (.attached(let openAt), .time): return now >= openAt ? open(attempt: 1) : []
        case (.waiting(_, let attempt, let retryAt), .time):
            return now >= retryAt ? open(attempt: attempt + 1) : []
        case (.waiting(_, let attempt, _), .changed): return open(attempt: attempt + 1)
        case (.opening(let attempt), .opened(let descriptors)): return begin(descriptors, attempt: attempt)
        case (.opening(Self.triesForNode...), .failed(.gone)), (.reading, .failed(.gone)):
            return end(as: .gone)
        case (.opening(let attempt), .failed(let fault)): return recover(fault, attempt: attempt, now: now)
        case (.reading, .failed(let fault)):
            failures += 1
            return recover(fault, attempt: failures, now: now)
        case (.reading, .received(let interface, let bytes)): return receive(interface, bytes, now: now)
        case (.reading, .time): return tick(now: now)
        case (.attached, _), (.waiting, _), (.opening, _), (.reading, _), (.refused, _): return []
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
