/// A host and a TCP port: `127.0.0.1:8443`, `[::1]:631`, `printer.local:9100`.
public struct NetworkAddress: Hashable, Sendable, CustomStringConvertible {
    /// The longest host name of DNS (RFC 1035 §2.3.4).
    private static let maxHostByteCount = 253

    /// An IP address or a name; IPv6 without brackets.
    public var host: String
    public var port: UInt16

    public init(host: String, port: UInt16) {
        self.host = host
        self.port = port
    }

    /// Reads `HOST:PORT`, where an IPv6 address stands in brackets (the authority of RFC 3986 §3.2, without a
    /// user).
    ///
    /// - Parameter defaultPort: The port of an address that names none; `nil` if it must name one.
    /// - Returns: `nil` if the host is empty, longer than 253 bytes or holds spaces, control characters or
    ///   any of `[]/@?#`, or if the port is not a number from 0 to 65535.
    public init?(_ text: some StringProtocol, defaultPort: UInt16? = nil) {
        let host: Substring
        let rest: Substring
        let text = Substring(text)
        if text.hasPrefix("[") {
            guard let end = text.firstIndex(of: "]") else { return nil }
            host = text[text.index(after: text.startIndex)..<end]
            rest = text[text.index(after: end)...]
        } else {
            host = text.prefix { $0 != ":" }
            rest = text[host.endIndex...]
        }
        guard (1...Self.maxHostByteCount).contains(host.utf8.count),
            host.utf8.allSatisfy({ $0 > 0x20 && $0 != 0x7F && !"[]/@?#".utf8.contains($0) })
        else { return nil }
        if rest.isEmpty {
            guard let defaultPort else { return nil }
            port = defaultPort
        } else {
            let digits = rest.dropFirst()
            guard rest.first == ":", digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }),
                let number = UInt16(digits)
            else { return nil }
            port = number
        }
        self.host = String(host)
    }

    public var description: String { (host.contains(":") ? "[\(host)]" : host) + ":\(port)" }
}
