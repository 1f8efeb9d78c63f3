public import KioskCore
public import KioskFrame

/// The ticket dispenser's rules: from a touch to a number in the hand.
///
/// A value that answers events with actions. It reads no clock and does no work; whoever carries out an
/// action reports its end as the next event.
public struct DispenserMachine: FeatureMachine {
    /// What a visitor can ask for by touching.
    public enum Intent: Hashable, Sendable {
        case openGroup(String)
        case take(field: String)
        case togglePriority
        case reprint
        case back
        case finish
    }

    public enum Event: FeatureEvent {
        /// `touch` identifies the touch: whatever is repeated, it is one ticket.
        case chosen(Intent, touch: String)
        case issued(IssuedTicket)
        case refused(IssueRefusal, touch: String)
        case printed(ticket: String, PrintOutcome)
        /// The printer's condition changed.
        case printer(PrinterCondition)
        case tick
        /// The visit is over, whoever ended it: nothing of it stays.
        case end
    }

    public enum Action: FeatureAction {
        case issue(field: String, touch: String, isPriority: Bool)
        case print(IssuedTicket, isReprint: Bool)
        /// The visit ended from here; the frame goes home.
        case finished
    }

    public enum State: Hashable, Sendable {
        /// To `fields` by a group, to `issuing` by a field.
        case home
        /// The fields of a group; to `issuing` by a field, to `home` by back.
        case fields(group: String)
        /// The store is writing the ticket of this touch; to `printing` or `refused` with its end.
        case issuing(touch: String)
        /// To `taken` or `unprinted` with the end of the print.
        case printing(IssuedTicket, isReprint: Bool)
        /// To `printing` by a reprint, to `home` by the visitor or the time.
        case taken(IssuedTicket, until: Duration)
        /// To `printing` by a reprint, to `home` by the visitor or the time.
        case unprinted(IssuedTicket, PrinterCondition, until: Duration)
        /// To `home` by the visitor or the time.
        case refused(IssueRefusal, until: Duration)
    }

    public private(set) var state: State = .home
    public private(set) var isPriority = false
    /// How often this visit printed its slip again.
    public private(set) var reprints = 0
    private let times: SessionTimes

    /// More copies than this help nobody and empty the roll.
    static let maxReprints = 2

    public init(times: SessionTimes) { self.times = times }

    public mutating func handle(_ event: Event, now: Moment) -> [Action] {
        switch event {
        case .chosen(let intent, let touch): return choose(intent, touch: touch, now: now)
        case .issued(let issued): return print(issued)
        case .refused(let refusal, let touch):
            guard state == .issuing(touch: touch) else { return [] }
            state = .refused(refusal, until: now.uptime + times.ticketUnprinted)
            return []
        case .printed(let ticket, let outcome):
            settle(ticket, outcome, now: now)
            return []
        case .printer(let condition):
            // The cause went away while the number is on the screen: say so.
            if case .unprinted(let issued, _, let until) = state, condition.canPrint {
                state = .unprinted(issued, .ready, until: until)
            }
            return []
        case .tick: return tick(now: now)
        case .end:
            reset()
            return []
        }
    }

    public func nextTick(now: Moment) -> Duration? {
        switch state {
        // The button counts the seconds down.
        case .taken(_, let until): Countdown(until: until).nextTick(now: now)
        case .unprinted(_, _, let until), .refused(_, let until): until
        case .home, .fields, .issuing, .printing: nil
        }
    }

    public var occupation: Occupation {
        switch state {
        case .home: isPriority ? .visit : .idle
        case .fields: .visit
        case .issuing, .printing: .busy
        case .taken, .unprinted, .refused: .timed
        }
    }

    public func event(for signal: FeatureSignal) -> Event? {
        switch signal {
        case .printer(let condition): .printer(condition)
        case .scanned, .finger, .panel, .dossiersChanged: nil
        }
    }

    /// A touch on what is no longer on the screen does nothing.
    private mutating func choose(_ intent: Intent, touch: String, now: Moment) -> [Action] {
        switch (intent, state) {
        case (.openGroup(let group), .home):
            state = .fields(group: group)
        case (.take(let field), .home), (.take(let field), .fields):
            state = .issuing(touch: touch)
            return [.issue(field: field, touch: touch, isPriority: isPriority)]
        case (.togglePriority, .home), (.togglePriority, .fields):
            isPriority.toggle()
        case (.reprint, .taken(let issued, _)), (.reprint, .unprinted(let issued, _, _)):
            guard reprints < Self.maxReprints else { return [] }
            reprints += 1
            state = .printing(issued, isReprint: true)
            return [.print(issued, isReprint: true)]
        case (.back, .fields):
            reset()
        case (.finish, .taken), (.finish, .unprinted), (.finish, .refused), (.finish, .fields),
            (.finish, .home):
            reset()
            return [.finished]
        case (.openGroup, _), (.take, _), (.togglePriority, _), (.reprint, _), (.back, _), (.finish, _):
            break
        }
        return []
    }

    /// The number is in the queue; only its paper is missing.
    ///
    /// Its visitor may have been waited out.
    private mutating func print(_ issued: IssuedTicket) -> [Action] {
        guard state == .issuing(touch: issued.ticket.id) else { return [] }
        state = .printing(issued, isReprint: false)
        return [.print(issued, isReprint: false)]
    }

    private mutating func settle(_ ticket: String, _ outcome: PrintOutcome, now: Moment) {
        guard case .printing(let issued, _) = state, issued.ticket.id == ticket else { return }
        switch outcome {
        case .confirmed, .sent: state = .taken(issued, until: now.uptime + times.ticketTaken)
        case .failed(let condition):
            // A reprint that failed for want of paper must not use up the visitor's chances.
            reprints = 0
            state = .unprinted(issued, condition, until: now.uptime + times.ticketUnprinted)
        }
    }

    private mutating func tick(now: Moment) -> [Action] {
        switch state {
        case .taken(_, let until), .unprinted(_, _, let until), .refused(_, let until):
            guard now.uptime >= until else { return [] }
            reset()
            return [.finished]
        case .home, .fields, .issuing, .printing: return []
        }
    }

    private mutating func reset() {
        state = .home
        isPriority = false
        reprints = 0
    }
}
