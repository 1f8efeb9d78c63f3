/// Where to listen: `127.0.0.1:8443`, `[::1]:8443`; port 0 takes a free one.
public struct ListenAddress: Hashable, Sendable, CustomStringConvertible {
    public var host: String
    public var port: Int

    public init(host: String, port: Int) {
        self.host = host
        self.port = port
    }

    /// Nothing when there is no host or no port from 0 to 65535.
    public init?(_ text: String) {
        guard let host = Self.host(of: text), let colon = text.lastIndex(of: ":"),
            let port = UInt16(text[text.index(after: colon)...])
        else { return nil }
        self.init(host: host, port: Int(port))
    }

    public var description: String { host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)" }

    /// The host of an authority, without brackets and port.
    static func host(of authority: String) -> String? {
        if authority.hasPrefix("[") {
            guard let end = authority.firstIndex(of: "]") else { return nil }
            return String(authority[authority.index(after: authority.startIndex)..<end])
        }
        guard let host = authority.split(separator: ":", omittingEmptySubsequences: false).first,
            !host.isEmpty
        else { return nil }
        return String(host)
    }
}
