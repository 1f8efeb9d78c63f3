/// Where a CUPS server listens.
public struct CupsServer: Hashable, Sendable {
    /// An IP address, `localhost`, or the path of a Unix socket.
    public var host: String
    public var port: Int

    public init(host: String, port: Int = 631) {
        self.host = host
        self.port = port
    }

    /// The socket of the machine's own CUPS.
    public static let system = CupsServer(host: "/run/cups/cups.sock")

    /// Whether it runs on this machine: then what it reaches can be reached from here.
    var isLocal: Bool {
        host.hasPrefix("/") || host.hasPrefix("127.") || host == "::1" || host == "localhost"
    }
}

/// Why CUPS did not do what it was asked.
package enum CupsFault: Error, Hashable, Sendable {
    /// Nobody answers there: nothing was asked of it.
    case unreachable(String)
    /// It fell silent after it was asked: it may or may not have done it.
    case lost(String)
    /// It answered and refused; the text is its own.
    case refused(String)
}
