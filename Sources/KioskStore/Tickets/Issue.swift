internal import GRDB
public import KioskCore

/// What one touch asks for.
public struct TicketRequest: Hashable, Sendable {
    /// Names the touch; however often it is repeated, there is one ticket.
    public var touch: String
    public var field: ServiceField
    public var at: Timestamp
    public var isPriority: Bool
    /// After the day's forwarding cut-off (requirement Q-05).
    public var isAfterCutOff: Bool

    public init(
        touch: String, field: ServiceField, at: Timestamp, isPriority: Bool = false,
        isAfterCutOff: Bool = false
    ) {
        self.touch = touch
        self.field = field
        self.at = at
        self.isPriority = isPriority
        self.isAfterCutOff = isAfterCutOff
    }
}

extension KioskStore {
    /// Gives the touch its number: number, ticket and journal entry in one transaction.
    ///
    /// The number enters the queue here; printing comes after. The day is the date in Vietnam, as far as
    /// `SeriesDay` trusts the clock.
    public func issue(_ request: TicketRequest) throws(StoreFault) -> Ticket {
        try writing { db in
            if let earlier = try TicketRow.findOwn(id: request.touch, in: db) { return earlier }
            var head = try Head(db)
            let day = try head.turnDay(to: request.at)
            let number = try Numbering.next(field: request.field, day: day, overflow: head.overflow, in: db)
            let ticket = Ticket(
                id: request.touch, series: Series(field: request.field.id, dayNumber: day), number: number,
                token: seal.token(site: identity.site, day: day, number: number).text, issuedAt: request.at,
                isPriority: request.isPriority, isAfterCutOff: request.isAfterCutOff)
            try TicketRow.insert(ticket, isOwn: true, into: db)
            try Numbering.reserve(number, day: day, in: db)
            head.issued += 1
            try Journal.append(
                newEvent(.ticketIssued, at: request.at, ticket: ticket), after: &head, to: db)
            try head.write(to: db)
            return ticket
        }
    }

    /// Takes over a clock's date whatever was seen before, because the centre or a technician confirmed it.
    ///
    /// Safe, because the numbers of every day are kept by that day.
    public func acceptClock(_ now: Timestamp) throws(StoreFault) {
        try writing { db in try db.run("UPDATE head SET last_day = ?", [now.date.number]) }
    }
}
