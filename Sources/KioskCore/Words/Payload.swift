/// What a scanned code turned out to be (domain.md 4.5), with only what the kiosk may use of it.
public enum Payload: Hashable, Sendable {
    case dossierCode(DossierCode)
    case resultCode(ResultCode)
    /// A URL of an allowed host that holds a dossier code; the URL itself is gone.
    case dossierURL(DossierCode)
    /// A slip of this site (or one like it); its MAC is checked by the caller.
    case ownTicket(TicketToken)
    /// *Thẻ căn cước*; none of its content is kept.
    case citizenCard
    /// *Thẻ BHYT*; none of its content is kept.
    case healthCard
    /// A payment code (VietQR, EMVCo).
    case paymentCode
    /// A postal item's number, `EA123456789VN`.
    case postalItem
    case unknown(UnknownReason)

    public enum UnknownReason: String, CaseIterable, Hashable, Sendable {
        case empty
        case tooLong
        case notText
        /// Control or bidirectional characters.
        case unsafeCharacters
        case foreignURL
        case addressWithoutCode
        /// The shape of a dossier code with a date that does not exist.
        case impossibleDate
        case unrecognised
    }
}

/// What stands in a slip's QR: `KT1:<site>:<yyyyMMdd>:<field>:<n>:<mac>`, in QR alphanumeric characters.
public struct TicketToken: Hashable, Sendable {
    public var site: String
    /// `yyyyMMdd`.
    public var day: Int
    public var prefix: String
    public var ordinal: Int
    public var mac: String

    public init(site: String, day: Int, prefix: String, ordinal: Int, mac: String) {
        self.site = site
        self.day = day
        self.prefix = prefix
        self.ordinal = ordinal
        self.mac = mac
    }

    /// What the MAC covers.
    public var signedText: String { "KT1:\(site):\(day):\(prefix):\(ordinal)" }
    public var text: String { "\(signedText):\(mac)" }
}
