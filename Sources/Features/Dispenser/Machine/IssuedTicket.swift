public import KioskCore

/// A ticket that is stored, and what its slip and screens say about it.
public struct IssuedTicket: Hashable, Sendable {
    public var ticket: Ticket
    public var field: ServiceField
    /// How many were waiting before it when it was issued.
    public var ahead: Int
    /// The expected wait, when it can be said honestly.
    public var wait: MinuteRange?

    public init(ticket: Ticket, field: ServiceField, ahead: Int, wait: MinuteRange?) {
        self.ticket = ticket
        self.field = field
        self.ahead = ahead
        self.wait = wait
    }
}

/// Why no number was issued.
public enum IssueRefusal: String, Error, CaseIterable, Hashable, Sendable {
    case full, damaged, unavailable, closed
}
