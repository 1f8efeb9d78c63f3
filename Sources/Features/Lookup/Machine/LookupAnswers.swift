public import KioskCore

/// A slip of this centre that was held under the scanner.
public struct OwnTicket: Hashable, Sendable {
    public var number: QueueNumber
    public var state: TicketState
    public var counter: String?
    public var field: ServiceField?
    public var ahead: Int
    public var wait: MinuteRange?

    public init(
        number: QueueNumber, state: TicketState, counter: String?, field: ServiceField?, ahead: Int,
        wait: MinuteRange?
    ) {
        self.number = number
        self.state = state
        self.counter = counter
        self.field = field
        self.ahead = ahead
        self.wait = wait
    }
}

/// What the store knows of a slip.
public enum TicketAnswer: Hashable, Sendable {
    case known(OwnTicket)
    /// The MAC is not ours.
    case forged
    /// Genuine, of another day.
    case old
    /// Genuine, and nothing more is known here.
    case unknown(QueueNumber)
}

/// What a scanned code was that is not a dossier's; the words for it are in the table.
public enum Unrecognised: String, CaseIterable, Hashable, Sendable {
    case citizenCard, healthCard, paymentCode, postalItem, foreignURL, addressWithoutCode, impossibleDate
    case forgedTicket, oldTicket
    case generic

    init(_ reason: Payload.UnknownReason) {
        switch reason {
        case .foreignURL: self = .foreignURL
        case .addressWithoutCode: self = .addressWithoutCode
        case .impossibleDate: self = .impossibleDate
        case .empty, .tooLong, .notText, .unsafeCharacters, .unrecognised: self = .generic
        }
    }
}
