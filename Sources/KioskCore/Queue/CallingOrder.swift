/// Which waiting ticket a counter calls next, and why: three rules that can be told to anybody in the hall.
///
/// 1. Nobody overtakes an ordinary ticket that has waited ``ordinaryBound`` minutes.
/// 2. After ``mostPriorityInARow`` calls with priority, an ordinary ticket has its turn.
/// 3. Otherwise the longest wait is called, and priority counts ``headStart`` minutes longer.
///
/// So a ticket with `n` ordinary ones before it is overtaken at most `(n + 1) × mostPriorityInARow` times.
public struct CallingOrder: Hashable, Sendable {
    /// Why a ticket was chosen.
    public enum Reason: String, CaseIterable, Hashable, Sendable {
        /// It waited longest, priority's head start counted.
        case longestWait
        /// It has priority, and an ordinary ticket that came before it waits on.
        case priority
        /// Enough with priority were called in a row.
        case ordinaryTurn
        /// It waited as long as ordinary tickets may be made to.
        case waitedTooLong
    }

    public struct Call: Hashable, Sendable {
        public let ticket: Ticket
        public let reason: Reason
    }

    /// Minutes that priority counts as having waited already.
    public var headStart: Int
    /// Minutes after which an ordinary ticket goes before everybody.
    public var ordinaryBound: Int
    /// Calls with priority in a row, while others wait.
    public var mostPriorityInARow: Int

    /// - Parameters: minutes, minutes, and tickets; negative ones count as 0.
    public init(headStart: Int = 30, ordinaryBound: Int = 60, mostPriorityInARow: Int = 2) {
        self.headStart = max(0, headStart)
        self.ordinaryBound = max(0, ordinaryBound)
        self.mostPriorityInARow = max(0, mostPriorityInARow)
    }

    /// Chooses among the tickets that wait; nothing when none does.
    ///
    /// Time is linear in the tickets. Two that came in the same millisecond go by number, so that every
    /// reader of the same tickets chooses the same one.
    ///
    /// - Parameter priorityRun: how many with priority the counters just called in a row.
    public func next(among tickets: [Ticket], priorityRun: Int, at now: Timestamp) -> Call? {
        let waiting = tickets.filter { $0.state == .waiting }
        let ordinary = waiting.filter { !$0.isPriority }.min(by: Self.cameBefore)
        let priority = waiting.filter(\.isPriority).min(by: Self.cameBefore)
        guard let ordinary else { return priority.map { Call(ticket: $0, reason: .longestWait) } }
        guard let priority else { return Call(ticket: ordinary, reason: .longestWait) }

        if Self.cameBefore(priority, ordinary) { return Call(ticket: priority, reason: .longestWait) }
        if ordinary.issuedAt.seconds(to: now) >= Int64(ordinaryBound) * 60 {
            return Call(ticket: ordinary, reason: .waitedTooLong)
        }
        if ordinary.issuedAt.advanced(bySeconds: Int64(headStart) * 60) <= priority.issuedAt {
            return Call(ticket: ordinary, reason: .longestWait)
        }
        if priorityRun >= mostPriorityInARow { return Call(ticket: ordinary, reason: .ordinaryTurn) }
        return Call(ticket: priority, reason: .priority)
    }

    private static func cameBefore(_ one: Ticket, _ other: Ticket) -> Bool {
        (one.issuedAt, one.number.prefix, one.number.ordinal, one.id)
            < (other.issuedAt, other.number.prefix, other.number.ordinal, other.id)
    }
}
