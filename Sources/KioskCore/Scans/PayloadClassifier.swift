/// Determines what a scanned code is, before anything is done with it (domain.md 4.5; design, section 7).
///
/// It keeps of a payload only what the kiosk may use. Cards are recognised so that the screen can say
/// "this is your identity card"; none of their content is returned. No address is opened.
public struct PayloadClassifier: Hashable, Sendable {
    /// Longer payloads are refused without being read.
    ///
    /// Cards and receipts stay below 1,000 bytes; a QR code can hold some 4,000 characters.
    public static let maxByteCount = 2048

    /// Hosts whose addresses are read, besides `gov.vn` and everything under it; lower case, exact.
    public let hosts: Set<String>

    /// - Parameter hosts: the centre's own portals outside `gov.vn`, such as `motcua.example.vn`.
    public init(hosts: Set<String> = []) {
        self.hosts = Set(hosts.map { $0.lowercased() })
    }

    /// Classifies the bytes of one scan.
    ///
    /// Time is linear in the size, and bounded. A code dated more than a day ahead counts as an impossible
    /// date.
    ///
    /// - Parameter today: the date in Vietnam.
    public func classify(_ bytes: [UInt8], today: CivilDate) -> Payload {
        guard bytes.count <= Self.maxByteCount else { return .unknown(.tooLong) }
        guard let decoded = String(validating: bytes, as: UTF8.self) else { return .unknown(.notText) }
        let text = decoded.trimmingScannerSuffix()
        guard !text.isEmpty else { return .unknown(.empty) }
        guard !text.unicodeScalars.contains(where: \.isUnsafeToDraw) else {
            return .unknown(.unsafeCharacters)
        }

        if let token = TicketToken(parsing: text) { return .ownTicket(token) }
        switch CodeReading(text, today: today) {
        case .result(let code): return .resultCode(code)
        case .dossier(let code): return .dossierCode(code)
        case .impossibleDate: return .unknown(.impossibleDate)
        case .none: break
        }
        if let address = WebAddress(text) { return read(address, today: today) }
        if CardShape.isCitizenCard(text) { return .citizenCard }
        if CardShape.isHealthCard(text) { return .healthCard }
        if text.hasPrefix("000201") { return .paymentCode }
        if Self.isPostalItem(text) { return .postalItem }
        return .unknown(Self.hasScheme(text) ? .foreignURL : .unrecognised)
    }

    /// Reads the first parameter of an allowed address that holds a code (domain.md 5.1).
    ///
    /// Only the query is read, not the path and not the fragment. `SGT` holds the owner's identity number and
    /// is skipped before its value is decoded.
    private func read(_ address: WebAddress, today: CivilDate) -> Payload {
        guard let host = address.host, isAllowed(host) else { return .unknown(.foreignURL) }
        var reason = Payload.UnknownReason.addressWithoutCode
        for parameter in address.parameters where parameter.name.uppercased() != "SGT" {
            guard let value = parameter.decodedValue else { continue }
            switch CodeReading(value, today: today) {
            case .result(let code): return .resultCode(code)
            case .dossier(let code): return .dossierURL(code)
            case .impossibleDate: reason = .impossibleDate
            case .none: continue
            }
        }
        return .unknown(reason)
    }

    private func isAllowed(_ host: String) -> Bool {
        host == "gov.vn" || host.hasSuffix(".gov.vn") || hosts.contains(host)
    }

    /// Two letters, nine digits, two letters (UPU S10); domestic items violate its check digit, so it is
    /// not checked.
    private static func isPostalItem(_ text: String) -> Bool {
        let bytes = Array(text.uppercased().utf8)
        return bytes.count == 13 && bytes[..<2].allSatisfy(\.isUpperLetter) && bytes[2..<11].isAllDigits
            && bytes[11...].allSatisfy(\.isUpperLetter)
    }

    /// Whether it begins as `javascript:`, `file:`, `tel:` and their like do; our own tokens are not
    /// addresses.
    private static func hasScheme(_ text: String) -> Bool {
        guard let colon = text.utf8.firstIndex(of: UInt8(ascii: ":")), !text.hasPrefix("KT1:") else {
            return false
        }
        let scheme = text[..<colon].uppercased().utf8
        let marks = "+-.".utf8
        return scheme.first?.isUpperLetter == true
            && scheme.allSatisfy { $0.isUpperLetterOrDigit || marks.contains($0) }
    }
}

/// A text read as a code: which one, or why not.
private enum CodeReading {
    case result(ResultCode)
    case dossier(DossierCode)
    case impossibleDate
    case none

    init(_ text: String, today: CivilDate) {
        do throws(DossierCodeError) {
            self = .dossier(try DossierCode(parsing: text, today: today))
            return
        } catch .impossibleDate, .futureDate {
            self = .impossibleDate
            return
        } catch {}
        do throws(DossierCodeError) {
            self = .result(try ResultCode(parsing: text, today: today))
        } catch .impossibleDate, .futureDate {
            self = .impossibleDate
        } catch {
            self = .none
        }
    }
}

extension String {
    /// Without the spaces and line ends that scanners put around a code, and without a byte order mark.
    fileprivate func trimmingScannerSuffix() -> String {
        let blank: Set<Unicode.Scalar> = [" ", "\t", "\r", "\n", "\u{FEFF}"]
        var rest = unicodeScalars[...]
        while let first = rest.first, blank.contains(first) { rest.removeFirst() }
        while let last = rest.last, blank.contains(last) { rest.removeLast() }
        return String(rest)
    }
}
