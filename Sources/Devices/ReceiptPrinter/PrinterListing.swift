public import KioskCore

/// A receipt printer and its queue, as technicians see it listed.
public struct PrinterListing: Hashable, Sendable, Codable {
    public var queue: String
    /// Where the queue prints to; `nil` if CUPS does not answer.
    public var uri: String?
    /// Whether the link belongs to our own backend, which asks the printer itself.
    public var isOurBackend: Bool
    public var profile: String
    public var dots: Int
    public var dotsPerInch: Int
    /// How it can tell that a slip is out: `in-order`, `real-time`, `none`.
    public var confirmation: String
    /// What CUPS says of it, in IPP's words.
    public var reasons: [String]
    public var condition: PrinterCondition

    /// One line for `kioskctl devices`.
    public var line: String {
        let tells =
            switch isOurBackend ? confirmation : "none" {
            case "in-order": "confirms each slip"
            case "real-time": "tells its state, not that a slip is out"
            default: "cannot say whether a slip is out"
            }
        let facts = [
            uri ?? "CUPS does not answer", "profile \(profile), \(dots) dots at \(dotsPerInch) dpi", tells,
            condition.rawValue,
        ]
        return "\(queue) (\(facts.joined(separator: ", ")))"
    }
}

extension CUPSReceiptPrinter {
    /// The printer as technicians see it listed; asks CUPS, which may take as long as its time-outs.
    public nonisolated func listing() async -> PrinterListing {
        let profile = settings.profile
        var listing = PrinterListing(
            queue: settings.queue, uri: nil, isOurBackend: false, profile: profile.name, dots: profile.dots,
            dotsPerInch: profile.dotsPerInch, confirmation: profile.confirmation.rawValue, reasons: [],
            condition: .unavailable)
        if let queue = try? await cups.queue(settings.queue) {
            listing.uri = withoutPassword(queue.deviceURI)
            listing.isOurBackend = PrinterURI(queue.deviceURI) != nil
            listing.reasons = queue.reasons
            listing.condition = PrinterStateReason.condition(of: queue.reasons)
        }
        return listing
    }
}

/// Some device URIs hold a user and a password before the host.
func withoutPassword(_ uri: String) -> String {
    guard let start = uri.firstRange(of: "://"),
        let at = uri[start.upperBound...].prefix(while: { $0 != "/" }).lastIndex(of: "@")
    else { return uri }
    return String(uri[..<start.upperBound] + uri[uri.index(after: at)...])
}
