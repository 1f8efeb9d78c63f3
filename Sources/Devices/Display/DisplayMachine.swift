/// What a graphics card has to do next, and when: frames one after the other, and every way a panel goes away.
///
/// A value without a clock or a card. What happens comes in as an event and is answered by one action at
/// most, whose result is the next event.
struct DisplayMachine: Hashable, Sendable {
    enum Event: Hashable, Sendable {
        case begin
        /// The card was opened anew, or is still not there.
        case opened(Bool)
        case probed(Probe)
        /// A mode is set; the panel shows the picture.
        /// - `pace`: The least time between two frames where no vertical blank tells.
        case lit(pace: Duration)
        /// There is something new to show.
        case changed
        case painted(Painted)
        /// The last frame is on the panel.
        case landed
        /// The kernel says that a cable was plugged or pulled.
        case hotplug
        case tookMaster
        case failed(CardFailure)
        /// The deadline has come.
        case tick
    }

    enum Probe: Hashable, Sendable {
        case panel
        /// A panel for which the picture would have to be drawn anew.
        case otherSize
        case nothing
    }

    enum Painted: Hashable, Sendable {
        case nothing
        /// On its way; ``Event/landed`` follows.
        case flying
        /// There already.
        case landed
    }

    enum Action: Hashable, Sendable {
        case open, close, takeMaster, probe, light, paint, darken, giveUp
    }

    enum State: Hashable, Sendable {
        case starting, unplugged, occupied, missing, refused
        case showing(isFlying: Bool, isBehind: Bool)
    }

    /// Every wait of a panel.
    enum Delay {
        /// A frame that never lands: the panel is set up again.
        static let lostFrame = Duration.milliseconds(250)
        /// Between two attempts to get the card back from another program.
        static let occupied = Duration.milliseconds(250)
        /// Between two looks for a panel, where the kernel says nothing.
        static let unplugged = Duration.seconds(2)
        static let missing = Duration.seconds(1)
        static let refused = Duration.seconds(2)
        /// A driver that is busy with the frame before.
        static let busy = Duration.milliseconds(4)
    }

    private(set) var state = State.starting
    /// When ``Event/tick`` is due.
    private(set) var deadline: Duration?
    private var pace = Duration.zero
    private var nextSlot = Duration.zero

    var condition: PanelCondition {
        switch state {
        case .starting: .starting
        case .showing: .showing
        case .unplugged: .unplugged
        case .occupied: .occupied
        case .missing: .missing
        case .refused: .refused
        }
    }

    mutating func handle(_ event: Event, now: Duration) -> Action? {
        switch event {
        case .begin, .tookMaster, .opened(true): become(.starting, then: .probe)
        case .opened(false): wait(.missing, until: now + Delay.missing)
        case .probed(.panel): .light
        case .probed(.otherSize): .giveUp
        case .probed(.nothing): lose(now)
        case .lit(let pace): show(pace, now)
        case .changed: isShowing ? paintWhenDue(now) : nil
        case .painted(let painted): note(painted, now)
        case .landed: land(now)
        case .hotplug: replug()
        case .failed(let failure): handle(failure, now)
        case .tick: tick(now)
        }
    }

    private var isShowing: Bool { if case .showing = state { true } else { false } }

    private mutating func become(_ next: State, then action: Action?) -> Action? {
        state = next
        deadline = nil
        return action
    }

    private mutating func wait(_ next: State, until time: Duration, then action: Action? = nil) -> Action? {
        state = next
        deadline = time
        return action
    }

    private mutating func lose(_ now: Duration) -> Action? {
        wait(.unplugged, until: now + Delay.unplugged, then: state == .unplugged ? nil : .darken)
    }

    private mutating func show(_ pace: Duration, _ now: Duration) -> Action? {
        self.pace = pace
        nextSlot = now
        return become(.showing(isFlying: false, isBehind: false), then: .paint)
    }

    /// One frame at a time, and none before its time.
    private mutating func paintWhenDue(_ now: Duration) -> Action? {
        if case .showing(isFlying: true, _) = state {
            state = .showing(isFlying: true, isBehind: true)
            return nil
        }
        if now < nextSlot {
            deadline = nextSlot
            return nil
        }
        deadline = nil
        return .paint
    }

    private mutating func note(_ painted: Painted, _ now: Duration) -> Action? {
        guard isShowing, painted != .nothing else { return nil }
        nextSlot = now + pace
        guard painted == .flying else { return become(.showing(isFlying: false, isBehind: false), then: nil) }
        return wait(.showing(isFlying: true, isBehind: false), until: now + Delay.lostFrame)
    }

    private mutating func land(_ now: Duration) -> Action? {
        guard case .showing(isFlying: true, let isBehind) = state else { return nil }
        _ = become(.showing(isFlying: false, isBehind: false), then: nil)
        return isBehind ? paintWhenDue(now) : nil
    }

    private func replug() -> Action? {
        switch state {
        case .missing: .open
        case .occupied: .takeMaster
        case .starting, .showing, .unplugged, .refused: .probe
        }
    }

    private mutating func handle(_ failure: CardFailure, _ now: Duration) -> Action? {
        switch failure {
        case .notMaster: wait(.occupied, until: now + Delay.occupied)
        case .gone: wait(.missing, until: now + Delay.missing, then: .close)
        case .busy where isShowing:
            wait(.showing(isFlying: false, isBehind: false), until: now + Delay.busy)
        case .busy, .refused: wait(.refused, until: now + Delay.refused)
        }
    }

    private mutating func tick(_ now: Duration) -> Action? {
        guard let time = deadline, time <= now else { return nil }
        deadline = nil
        switch state {
        case .starting, .unplugged, .refused: return .probe
        case .occupied: return .takeMaster
        case .missing: return .open
        case .showing(isFlying: true, _):
            state = .showing(isFlying: false, isBehind: false)
            return .light
        case .showing: return .paint
        }
    }
}

/// Why a graphics card did not do what it was told.
enum CardFailure: Error, Hashable, Sendable {
    /// Another program has the card.
    case notMaster
    case gone
    case busy
    /// The driver says no; its word is for the log.
    case refused(String)
}
