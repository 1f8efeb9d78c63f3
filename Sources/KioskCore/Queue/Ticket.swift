/// The numbers of one field on one working day (requirement Q-01).
public struct Series: Hashable, Sendable, Codable {
    /// The field's identifier in the catalogue.
    public let field: String
    /// The day in Vietnam, as `yyyyMMdd`.
    public let day: Int

    public init(field: String, day: CivilDate) {
        self.field = field
        self.day = day.year * 10_000 + day.month * 100 + day.day
    }

    /// For a day that was stored as `yyyyMMdd`.
    public init(field: String, dayNumber: Int) {
        self.field = field
        day = dayNumber
    }
}

/// What is called and printed: the field's prefix and an ordinal, `A018`; four digits after 999.
public struct QueueNumber: Hashable, Sendable, Codable, CustomStringConvertible {
    public let prefix: String
    public let ordinal: Int

    public init(prefix: String, ordinal: Int) {
        self.prefix = prefix
        self.ordinal = ordinal
    }

    public var description: String {
        let digits = String(ordinal)
        return prefix + String(repeating: "0", count: max(0, 3 - digits.count)) + digits
    }
}

/// Where a ticket is in its life at the counters.
public enum TicketState: String, CaseIterable, Hashable, Sendable, Codable {
    case waiting, called, serving, served, skipped, noShow, transferred, cancelled

    /// Whether nobody will call it any more.
    public var isOver: Bool {
        switch self {
        case .waiting, .called, .serving: false
        case .served, .skipped, .noShow, .transferred, .cancelled: true
        }
    }
}

/// How far the paper is: issued, submitted, sent, confirmed by the printer, or failed.
public enum PrintState: String, CaseIterable, Hashable, Sendable, Codable {
    case issued, submitted, sent, confirmed, failed
}

/// A queue ticket (*phiếu số thứ tự*); anonymous on purpose (requirement Q-03).
public struct Ticket: Hashable, Sendable, Codable {
    /// The touch that asked for it; the same touch never gives a second ticket.
    public var id: String
    public var series: Series
    public var number: QueueNumber
    /// What the slip's QR holds: `KT1:<site>:<yyyyMMdd>:<field>:<n>:<mac>` (domain.md 5.3).
    public var token: String
    public var issuedAt: Timestamp
    public var isPriority: Bool
    /// Taken after the day's forwarding cut-off, 15:00 unless configured (requirement Q-05).
    public var isAfterCutOff: Bool
    public var state: TicketState
    /// The counter that called it, when one did.
    public var counter: String?
    public var printState: PrintState
    /// How often the slip was printed again, marked IN LẠI.
    public var reprints: Int

    public init(
        id: String, series: Series, number: QueueNumber, token: String, issuedAt: Timestamp,
        isPriority: Bool = false, isAfterCutOff: Bool = false, state: TicketState = .waiting,
        counter: String? = nil, printState: PrintState = .issued, reprints: Int = 0
    ) {
        self.id = id
        self.series = series
        self.number = number
        self.token = token
        self.issuedAt = issuedAt
        self.isPriority = isPriority
        self.isAfterCutOff = isAfterCutOff
        self.state = state
        self.counter = counter
        self.printState = printState
        self.reprints = reprints
    }
}
