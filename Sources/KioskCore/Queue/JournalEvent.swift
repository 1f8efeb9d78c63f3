/// Something that happened at this kiosk and that the central system must learn exactly once.
///
/// Nothing in it says who the visitor was or which dossier was looked at (domain.md 9.4).
public struct JournalEvent: Hashable, Sendable, Codable {
    public enum Kind: String, CaseIterable, Hashable, Sendable, Codable {
        /// A ticket exists; `ticket` holds all of it.
        case ticketIssued
        /// The paper of `ticketID` came to `printState`.
        case ticketPrint
        /// The slip of `ticketID` was printed again, marked IN LẠI.
        case ticketReprinted
        /// Somebody looked something up; `outcome` says what the screen then was.
        case lookup
        /// A visitor's rating; `outcome` is a ``Satisfaction``.
        case rating
        /// The kiosk started.
        case started
        /// A damaged store was set aside and a new one begun; `outcome` counts what was carried over.
        case storeReplaced
        /// A dispenser's printer or paper changed; `dispenser` says how it is.
        case dispenser
    }

    /// Unique for ever; the central system counts an id once, whatever is sent again.
    public var id: String
    public var kind: Kind
    public var at: Timestamp
    public var ticket: Ticket?
    public var ticketID: String?
    public var printState: PrintState?
    public var outcome: String?
    public var dispenser: DispenserReport?

    public init(
        id: String, kind: Kind, at: Timestamp, ticket: Ticket? = nil, ticketID: String? = nil,
        printState: PrintState? = nil, outcome: String? = nil,
        dispenser: DispenserReport? = nil
    ) {
        self.id = id
        self.kind = kind
        self.at = at
        self.ticket = ticket
        self.ticketID = ticketID
        self.printState = printState
        self.outcome = outcome
        self.dispenser = dispenser
    }
}

/// The three levels of satisfaction of TT 32/2017/TT-BTTTT Đ12(1c) (requirement R-01).
public enum Satisfaction: String, CaseIterable, Hashable, Sendable, Codable {
    /// *Rất hài lòng.*
    case verySatisfied
    /// *Hài lòng.*
    case satisfied
    /// *Chưa hài lòng.*
    case notSatisfied
}
