/// What a graphics card has to do next, and when: frames one after the other, and every way a panel goes
/// away.
///
/// A value without a clock or a card: an event in, one action out at most, whose result is the next event.
struct DisplayMachine: Hashable, Sendable {
    enum Event: Hashable, Sendable {
        case begin
        /// The card was opened anew, or is still not there.
        case opened(Bool)
        case probed(Probe)
        /// A mode is set; the panel shows the picture.
        /// - `minInterval`: The minimum time between two frames where there is no vertical blank.
        case modeSet(minInterval: Duration)
        /// There is something new to show.
        case changed
        case painted(Painted)
        /// The last flip is complete: its frame is on the panel.
        case flipCompleted
        /// The kernel says that a cable was plugged or pulled.
        case hotplug
        case masterAcquired
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
        /// Submitted; ``Event/flipCompleted`` follows.
        case pending
        /// Written in place.
        case written
    }

    enum Action: Hashable, Sendable {
        case open, close, acquireMaster, probe, setMode, paint, turnOff, stop
    }

    /// Every state leaves for `starting` when the card was opened or became ours, for `showing` when a mode
    /// was set, for `unplugged` when a probe finds no panel, and for `occupied`, `missing` or `refused` by
    /// the failure of the last action; each names what it waits for.
    enum State: Hashable, Sendable {
        /// For the result of opening, probing or setting the mode.
        case starting
        /// For a panel: a hotplug message or ``Delay/unplugged`` leads to the next probe.
        case unplugged
        /// For the program that is DRM master: asks again after ``Delay/occupied``.
        case occupied
        /// For the card: opens it again at a hotplug message or after ``Delay/missing``.
        case missing
        /// The driver refused: probes again at a hotplug message or after ``Delay/refused``.
        case refused
        /// For something to show; with a pending flip for its end, or sets the mode again after
        /// ``Delay/lostFlip``.
        case showing(isFlipPending: Bool, isBehind: Bool)
    }

    /// Every wait of a panel.
    enum Delay {
        /// A flip that never completes: the mode is set again.
        static let lostFlip = Duration.milliseconds(250)
        /// Between two attempts to become DRM master again.
        static let occupied = Duration.milliseconds(250)
        /// Between two probes for a panel, where no hotplug message comes.
        static let unplugged = Duration.seconds(2)
        static let missing = Duration.seconds(1)
        static let refused = Duration.seconds(2)
        /// A driver that is busy with the frame before.
        static let busy = Duration.milliseconds(4)
    }

    private(set) var state = State.starting
    /// When ``Event/tick`` is due.
    private(set) var deadline: Duration?
    private var minInterval = Duration.zero
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
        case .begin, .masterAcquired, .opened(true): enter(.starting, then: .probe)
        case .opened(false): wait(.missing, until: now + Delay.missing)
        case .probed(.panel): .setMode
        case .probed(.otherSize): .stop
        case .probed(.nothing): unplug(now)
        case .modeSet(let minInterval): show(minInterval, now)
        case .changed: isShowing ? paintWhenDue(now) : nil
        case .painted(let painted): finishPaint(painted, now)
        case .flipCompleted: completeFlip(now)
        case .hotplug: replug()
        case .failed(let failure): handle(failure, now)
        case .tick: tick(now)
        }
    }

    private var isShowing: Bool { if case .showing = state { true } else { false } }

    private mutating func enter(_ next: State, then action: Action?) -> Action? {
        state = next
        deadline = nil
        return action
    }

    private mutating func wait(_ next: State, until time: Duration, then action: Action? = nil) -> Action? {
        state = next
        deadline = time
        return action
    }

    private mutating func unplug(_ now: Duration) -> Action? {
        wait(.unplugged, until: now + Delay.unplugged, then: state == .unplugged ? nil : .turnOff)
    }

    private mutating func show(_ minInterval: Duration, _ now: Duration) -> Action? {
        self.minInterval = minInterval
        nextSlot = now
        return enter(.showing(isFlipPending: false, isBehind: false), then: .paint)
    }

    /// One frame at a time, and none before its time.
    private mutating func paintWhenDue(_ now: Duration) -> Action? {
        if case .showing(isFlipPending: true, _) = state {
            state = .showing(isFlipPending: true, isBehind: true)
            return nil
        }
        if now < nextSlot {
            deadline = nextSlot
            return nil
        }
        deadline = nil
        return .paint
    }

    private mutating func finishPaint(_ painted: Painted, _ now: Duration) -> Action? {
        guard isShowing, painted != .nothing else { return nil }
        nextSlot = now + minInterval
        guard painted == .pending else {
            return enter(.showing(isFlipPending: false, isBehind: false), then: nil)
        }
        return wait(.showing(isFlipPending: true, isBehind: false), until: now + Delay.lostFlip)
    }

    private mutating func completeFlip(_ now: Duration) -> Action? {
        guard case .showing(isFlipPending: true, let isBehind) = state else { return nil }
        _ = enter(.showing(isFlipPending: false, isBehind: false), then: nil)
        return isBehind ? paintWhenDue(now) : nil
    }

    private func replug() -> Action? {
        switch state {
        case .missing: .open
        case .occupied: .acquireMaster
        case .starting, .showing, .unplugged, .refused: .probe
        }
    }

    private mutating func handle(_ failure: CardFailure, _ now: Duration) -> Action? {
        switch failure {
        case .notMaster: wait(.occupied, until: now + Delay.occupied)
        case .gone: wait(.missing, until: now + Delay.missing, then: .close)
        case .busy where isShowing:
            wait(.showing(isFlipPending: false, isBehind: false), until: now + Delay.busy)
        case .busy, .refused: wait(.refused, until: now + Delay.refused)
        }
    }

    private mutating func tick(_ now: Duration) -> Action? {
        guard let time = deadline, time <= now else { return nil }
        deadline = nil
        switch state {
        case .starting, .unplugged, .refused: return .probe
        case .occupied: return .acquireMaster
        case .missing: return .open
        case .showing(isFlipPending: true, _):
            state = .showing(isFlipPending: false, isBehind: false)
            return .setMode
        case .showing: return .paint
        }
    }
}

/// Why a call of a graphics card failed.
enum CardFailure: Error, Hashable, Sendable {
    /// Another program has the card.
    case notMaster
    case gone
    case busy
    /// The driver refused; the text is for the log.
    case refused(String)
}
