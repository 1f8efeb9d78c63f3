/// Where a network printer listens: an IP address, never a name, so that no resolver can hold up a slip.
public struct PrinterAddress: Hashable, Sendable, CustomStringConvertible {
    /// An IPv4 or IPv6 address, without brackets.
    public var host: String
    public var port: UInt16

    public init(host: String, port: UInt16 = 9100) {
        self.host = host
        self.port = port
    }

    public var description: String { (host.contains(":") ? "[\(host)]" : host) + ":\(port)" }
}

/// The device URI of a queue of our backend, such as `kiosk-receipt://192.168.1.40:9100/?profile=generic-80`.
public struct PrinterURI: Hashable, Sendable, CustomStringConvertible {
    /// The URI's scheme, which is also the backend's file name in CUPS's `backend` directory.
    public static let scheme = "kiosk-receipt"

    public var address: PrinterAddress
    public var profile: String

    public init(address: PrinterAddress, profile: String = PrinterProfile.generic80.name) {
        self.address = address
        self.profile = profile
    }

    /// Reads a URI; nil when it is not one of ours.
    public init?(_ text: String) {
        let prefix = Self.scheme + "://"
        guard text.utf8.count <= 256, text.hasPrefix(prefix) else { return nil }
        let parts = text.dropFirst(prefix.count).split(separator: "/", maxSplits: 1)
        guard let authority = parts.first, let address = Self.address(authority) else { return nil }
        self.init(address: address)
        guard parts.count == 2 else { return }
        guard parts[1].hasPrefix("?") else { return nil }
        for option in parts[1].dropFirst().split(separator: "&") {
            let pair = option.split(separator: "=", maxSplits: 1)
            guard pair.count == 2, pair[0] == "profile" else { return nil }
            profile = String(pair[1])
        }
    }

    public var description: String { "\(Self.scheme)://\(address)/?profile=\(profile)" }

    private static func address(_ authority: Substring) -> PrinterAddress? {
        let end = authority.firstIndex(of: "]").map { authority.index(after: $0) } ?? authority.startIndex
        let colon = authority[end...].firstIndex(of: ":")
        let host = authority[..<(colon ?? authority.endIndex)].filter { $0 != "[" && $0 != "]" }
        guard !host.isEmpty else { return nil }
        guard let colon else { return PrinterAddress(host: host) }
        return UInt16(authority[authority.index(after: colon)...]).map {
            PrinterAddress(host: host, port: $0)
        }
    }
}
