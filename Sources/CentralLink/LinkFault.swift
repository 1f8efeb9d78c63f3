public import CentralContract

/// What can go wrong between the kiosk and the centre.
///
/// Never contains a dossier code or any other part of a request.
public enum LinkFault: Error, Hashable, Sendable, CustomStringConvertible {
    /// A setting of the link cannot be used.
    case misconfigured(Setting)
    /// Nothing responds at the address: cable, network, or the centre is down.
    case unreachable
    /// The centre did not respond in time.
    case timedOut
    /// The centre's certificate is not one of the configured authority, or not for this host name.
    case refusedCertificate
    /// The centre does not accept this kiosk's certificate.
    case unauthorised
    /// The centre responded with an error.
    case serverProblem(Problem)
    /// The response does not follow the contract.
    case invalidResponse
    /// The response is longer than any valid one.
    case tooLarge
    /// The request was cancelled, because the kiosk is stopping.
    case cancelled

    /// The settings of a link.
    public enum Setting: String, Hashable, Sendable {
        case address, authority, certificate, key
    }

    /// One plain sentence for the technician.
    public var description: String {
        switch self {
        case .misconfigured(.address):
            "The centre's address is not an https address. Check the configuration."
        case .misconfigured(.authority):
            "The authority's certificate file cannot be read. Enrol the kiosk again."
        case .misconfigured(.certificate):
            "The kiosk's certificate file cannot be read. Enrol the kiosk again."
        case .misconfigured(.key): "The kiosk's key file cannot be read. Enrol the kiosk again."
        case .unreachable:
            "The centre cannot be reached. Check the cable, the network and the centre's address."
        case .timedOut: "The centre is too slow to answer. The kiosk keeps trying."
        case .refusedCertificate:
            "The server is not the centre this kiosk was enrolled at. Check address, clock and authority."
        case .unauthorised: "The centre does not accept this kiosk's certificate. Enrol the kiosk again."
        case .serverProblem(let problem):
            "The centre answered with status \(problem.status): \(problem.title)."
        case .invalidResponse:
            "The centre's answer is not understood. Compare the versions of kiosk and centre."
        case .tooLarge: "The centre's answer is too long. Compare the versions of kiosk and centre."
        case .cancelled: "The call was given up because the kiosk is stopping."
        }
    }
}
