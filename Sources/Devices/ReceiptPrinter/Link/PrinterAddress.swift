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
