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

extension TicketToken {
    /// Reads the content of a slip's QR, `KT1:<site>:<yyyyMMdd>:<prefix>:<n>:<mac>`; `nil` if it is not one.
    ///
    /// Only the canonical form that ``text`` gives is accepted, so that nobody can alter a token and keep
    /// it valid. Whether the MAC is right, and whether the site is ours, is for the caller to check.
    public init?(parsing text: String) {
        guard text.utf8.count <= 160, text.hasPrefix("KT1:") else { return nil }
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 6, let day = parts[2].utf8.decimalValue, let ordinal = parts[4].utf8.decimalValue
        else {
            return nil
        }
        self.init(
            site: String(parts[1]), day: day, prefix: String(parts[3]), ordinal: ordinal,
            mac: String(parts[5]))
        guard isWellFormed, self.text == text else { return nil }
    }

    /// Whether the parts can stand in a token: QR alphanumeric characters, an existing day, a number from 1.
    ///
    /// A site is up to 35 characters of `0-9 A-Z . -`, a prefix up to 4 and a MAC 8 to 64 letters or digits.
    public var isWellFormed: Bool {
        let siteMarks = ".-".utf8
        return (1...35).contains(site.utf8.count)
            && site.utf8.allSatisfy { $0.isUpperLetterOrDigit || siteMarks.contains($0) }
            && CivilDate(number: day) != nil
            && (1...4).contains(prefix.utf8.count) && prefix.utf8.allSatisfy(\.isUpperLetterOrDigit)
            && (1...99_999).contains(ordinal)
            && (8...64).contains(mac.utf8.count) && mac.utf8.allSatisfy(\.isUpperLetterOrDigit)
    }

    /// A slip counts on its own day only (domain.md 5.3).
    public func isValid(on today: CivilDate) -> Bool { day == today.number }

    public var number: QueueNumber { QueueNumber(prefix: prefix, ordinal: ordinal) }
}
