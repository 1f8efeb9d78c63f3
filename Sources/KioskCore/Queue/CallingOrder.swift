/// Which waiting ticket a counter calls next, and why: three rules that can be explained to anybody in the
/// hall.
///
/// 1. Nobody overtakes an ordinary ticket that has waited ``ordinaryWaitLimit`` minutes.
/// 2. After ``maxConsecutivePriority`` calls with priority, an ordinary ticket has its turn.
/// 3. Otherwise the longest wait is called, and priority counts ``priorityHeadStart`` minutes longer.
///
/// So a ticket with `n` ordinary ones before it is overtaken at most `(n + 1) × maxConsecutivePriority`
/// times.
public struct CallingOrder: Hashable, Sendable {
    /// Why a ticket was chosen.
    public enum Reason: String, CaseIterable, Hashable, Sendable {
        /// It waited longest, priority's head start counted.
        case longestWait
        /// It has priority, and an ordinary ticket that came before it waits on.
        case priority
        /// The limit of priority calls in a row was reached.
        case ordinaryTurn
        /// It reached the limit of an ordinary ticket's wait.
        case waitedTooLong
    }

    public struct Call: Hashable, Sendable {
        public let ticket: Ticket
        public let reason: Reason
    }

    /// Minutes that priority counts as having waited already.
    public var priorityHeadStart: Int
    /// Minutes after which an ordinary ticket goes before everybody.
    public var ordinaryWaitLimit: Int
    /// Calls with priority in a row, while others wait.
    public var maxConsecutivePriority: Int

    /// Negative values count as 0.
    public init(priorityHeadStart: Int = 30, ordinaryWaitLimit: Int = 60, maxConsecutivePriority: Int = 2) {
        self.priorityHeadStart = max(0, priorityHeadStart)
        self.ordinaryWaitLimit = max(0, ordinaryWaitLimit)
        self.maxConsecutivePriority = max(0, maxConsecutivePriority)
    }

    /// Returns the waiting ticket to call next and why; `nil` if none waits.
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
        if ordinary.issuedAt.seconds(to: now) >= Int64(ordinaryWaitLimit) * 60 {
            return Call(ticket: ordinary, reason: .waitedTooLong)
        }
        if ordinary.issuedAt.advanced(bySeconds: Int64(priorityHeadStart) * 60) <= priority.issuedAt {
            return Call(ticket: ordinary, reason: .longestWait)
        }
        if priorityRun >= maxConsecutivePriority { return Call(ticket: ordinary, reason: .ordinaryTurn) }
        return Call(ticket: priority, reason: .priority)
    }

    private static func cameBefore(_ one: Ticket, _ other: Ticket) -> Bool {
        (one.issuedAt, one.number.prefix, one.number.ordinal, one.id)
            < (other.issuedAt, other.number.prefix, other.number.ordinal, other.id)
    }
}
