/// Where a printer is to be found.
public enum PrinterPlace: Hashable, Sendable {
    case network(PrinterAddress)
    case usb(USBPrinterName)
}

/// The device URI of a queue of our backend.
///
/// `kiosk-receipt://192.168.1.40:9100/?profile=generic-80` or
/// `kiosk-receipt://usb/EPSON/TM-T20III?serial=X3B0012345&profile=generic-80`; see ``USBPrinterName``.
public struct PrinterURI: Hashable, Sendable, CustomStringConvertible {
    /// The URI's scheme, which is also the backend's file name in CUPS's `backend` directory.
    public static let scheme = "kiosk-receipt"
    /// CUPS cuts longer ones off (`HTTP_MAX_URI`).
    static let mostBytes = 1023
    /// The profile of a URI that names none.
    public static let usualProfile = "generic-80"

    public var place: PrinterPlace
    public var profile: String

    public init(_ place: PrinterPlace, profile: String = usualProfile) {
        self.place = place
        self.profile = profile
    }

    public init(address: PrinterAddress, profile: String = usualProfile) {
        self.init(.network(address), profile: profile)
    }

    /// Reads a URI; nil when it is not one of ours.
    public init?(_ text: String) {
        let prefix = Self.scheme + "://"
        guard text.utf8.count <= Self.mostBytes, text.hasPrefix(prefix) else { return nil }
        let parts = text.dropFirst(prefix.count).split(
            separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        let path = parts[0].split(separator: "/", maxSplits: 3, omittingEmptySubsequences: false)
        var options = parts.count == 2 ? Self.options(parts[1]) : [:]
        guard options != nil else { return nil }
        func take(_ option: String) -> String? { options?.removeValue(forKey: option) }
        profile = take("profile") ?? Self.usualProfile
        if path[0] == "usb" {
            guard path.count == 3, let maker = PercentCode.decoded(path[1]),
                let model = PercentCode.decoded(path[2])
            else { return nil }
            place = .usb(
                USBPrinterName(maker: maker, model: model, serial: take("serial"), port: take("port")))
        } else {
            guard path.count == 1 || path.count == 2 && path[1].isEmpty, let address = Self.address(path[0])
            else { return nil }
            place = .network(address)
        }
        guard options?.isEmpty == true else { return nil }
    }

    public var description: String {
        switch place {
        case .network(let address): "\(Self.scheme)://\(address)/?profile=\(PercentCode.encoded(profile))"
        case .usb(let name):
            "\(Self.scheme)://usb/\(PercentCode.encoded(name.maker))/\(PercentCode.encoded(name.model))?"
                + [("serial", name.serial), ("port", name.port), ("profile", profile)]
                .compactMap { key, value in value.map { "\(key)=\(PercentCode.encoded($0))" } }
                .joined(separator: "&")
        }
    }

    /// - Returns: Nil when a key has no value or comes twice.
    private static func options(_ text: Substring) -> [String: String]? {
        var options: [String: String] = [:]
        for option in text.split(separator: "&") {
            let pair = option.split(separator: "=", maxSplits: 1)
            guard pair.count == 2, let value = PercentCode.decoded(pair[1]),
                options.updateValue(value, forKey: String(pair[0])) == nil
            else { return nil }
        }
        return options
    }

    private static func address(_ authority: Substring) -> PrinterAddress? {
        let end = authority.firstIndex(of: "]").map { authority.index(after: $0) } ?? authority.startIndex
        let colon = authority[end...].firstIndex(of: ":")
        let host = authority[..<(colon ?? authority.endIndex)].filter { $0 != "[" && $0 != "]" }
        guard !host.isEmpty, host.utf8.count <= 64 else { return nil }
        guard let colon else { return PrinterAddress(host: host) }
        return UInt16(authority[authority.index(after: colon)...]).map {
            PrinterAddress(host: host, port: $0)
        }
    }
}

/// Percent-encoding (RFC 3986 §2.1): everything but its unreserved characters.
enum PercentCode {
    static func encoded(_ text: String) -> String {
        text.utf8.reduce(into: "") { result, byte in
            if isUnreserved(byte) {
                result.unicodeScalars.append(Unicode.Scalar(byte))
            } else {
                result += "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
            }
        }
    }

    /// - Returns: Nil when it is empty, wrongly encoded, or no text.
    static func decoded(_ text: some StringProtocol) -> String? {
        var bytes: [UInt8] = []
        var rest = Array(text.utf8)[...]
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "%") else {
                bytes.append(byte)
                continue
            }
            let digits = rest.prefix(2)
            guard digits.count == 2, digits.allSatisfy({ Character(Unicode.Scalar($0)).isHexDigit }),
                let value = UInt8(String(decoding: digits, as: UTF8.self), radix: 16)
            else { return nil }
            bytes.append(value)
            rest = rest.dropFirst(2)
        }
        // A NUL would end the text in C, a control character disturb a log.
        guard bytes.allSatisfy({ $0 >= 0x20 && $0 != 0x7F }) else { return nil }
        return bytes.isEmpty ? nil : String(validating: bytes, as: UTF8.self)
    }

    private static func isUnreserved(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
            UInt8(ascii: "~"):
            true
        default: false
        }
    }
}
