extension Payload {
    /// What kind of code it was, in one word for technicians; nothing of its content.
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
