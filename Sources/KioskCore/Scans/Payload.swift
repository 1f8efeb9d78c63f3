/// What a scanned code turned out to be (domain.md 4.5), with only what the kiosk may use of it.
public enum Payload: Hashable, Sendable {
    case dossierCode(DossierCode)
    case resultCode(ResultCode)
    /// A URL of an allowed host that holds a dossier code; the URL itself is not kept.
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

extension Payload {
    /// The kind of code, in one word for technicians; it holds none of the content.
    public var kind: String {
        switch self {
        case .dossierCode: "dossier-code"
        case .resultCode: "result-code"
        case .dossierURL: "dossier-url"
        case .ownTicket: "own-ticket"
        case .citizenCard: "citizen-card"
        case .healthCard: "health-card"
        case .paymentCode: "payment-code"
        case .postalItem: "postal-item"
        case .unknown(let reason): "unknown (\(reason.rawValue))"
        }
    }
}
