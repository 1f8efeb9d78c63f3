import KioskCore

/// A counter and the ticket at it.
struct Counter: Hashable, Sendable, Codable {
    var id: String
    /// The ids of the fields it serves.
    var fields: [String]
    var current: WaitingTicket?
}

/// The response of `GET /v1/counters`.
struct CounterList: Hashable, Sendable, Codable {
    var counters: [Counter]
}

/// A ticket as staff see it.
struct WaitingTicket: Hashable, Sendable, Codable {
    var id: String
    /// As it is called: `A018`.
    var number: String
    var field: String
    var issuedAt: Timestamp
    var isPriority: Bool

    init(_ ticket: Ticket) {
        id = ticket.id
        number = ticket.number.description
        field = ticket.series.field
        issuedAt = ticket.issuedAt
        isPriority = ticket.isPriority
    }
}

/// The response of `GET /v1/counters/{counter}`.
struct CounterOverview: Hashable, Sendable, Codable {
    /// The most waiting tickets of a field that are listed; all are counted.
    static let maxListedTickets = 200

    static func listed(_ tickets: [Ticket]) -> [WaitingTicket] {
        tickets.prefix(maxListedTickets).map(WaitingTicket.init)
    }

    struct Field: Hashable, Sendable, Codable {
        /// Empty, like the name, for tickets of fields that no counter serves any more.
        var id: String
        var name: String
        var englishName: String?
        var waiting: [WaitingTicket]
    }

    struct Other: Hashable, Sendable, Codable {
        var counter: String
        var number: String
    }

    /// With `after` at this value, the response comes when something has changed.
    var cursor: Int64
    var now: Timestamp
    var counter: String
    var waitingCount: Int
    /// The ticket that *call next* would call now, and by which rule of the calling order.
    var next: WaitingTicket?
    var reason: String?
    var current: WaitingTicket?
    var fields: [Field]
    var others: [Other]
}
