import Hummingbird
import HummingbirdCore
import HummingbirdTLS
public import KioskCore
public import Logging
import NIOCore
import NIOSSL
public import ServiceLifecycle

/// A complete small central system: the kiosk API over mutual TLS, the counter console, and periodic tasks.
///
/// All state is in the database, so any number of them may run on the same file.
public struct CentralServer: Service {
    /// The files of the server's TLS identity, in PEM.
    public struct Certificates: Hashable, Sendable {
        /// The server's certificate, followed by its intermediates.
        public var certificate: String
        public var key: String
        /// The authority that signs kiosks' certificates.
        public var clientAuthority: String

        public init(certificate: String, key: String, clientAuthority: String) {
            self.certificate = certificate
            self.key = key
            self.clientAuthority = clientAuthority
        }
    }

    /// The addresses it listens on, with the ports that were assigned.
    public struct Addresses: Hashable, Sendable {
        public var kiosks: NetworkAddress
        public var console: NetworkAddress
    }

    private let database: CentralDatabase
    private let kiosks: NetworkAddress
    private let console: NetworkAddress
    private let consoleNames: Set<String>
    private let tls: TLSConfiguration
    private let logger: Logger
    private let now: @Sendable () -> Timestamp
    private let readiness = ListenerReadiness()
    let head = WaitableCounter()

    /// Reads the certificates.
    ///
    /// - Parameters:
    ///   - kiosks: where kiosks connect.
    ///   - console: where staff open the console; keep it to loopback or the counters' own network.
    ///   - consoleNames: host names, beside addresses, under which the console may be opened.
    ///   - now: the centre's clock.
    /// - Throws: ``StartFault`` if a certificate cannot be used.
    public init(
        database: CentralDatabase, kiosks: NetworkAddress, console: NetworkAddress,
        consoleNames: Set<String> = [],
        certificates: Certificates, logger: Logger, now: @escaping @Sendable () -> Timestamp
    ) throws(StartFault) {
        self.database = database
        self.kiosks = kiosks
        self.console = console
        self.consoleNames = consoleNames
        self.logger = logger
        self.now = now
        tls = try certificates.configuration()
    }

    /// Serves until a graceful shutdown or cancellation; waiting requests get their response at once then.
    public func run() async throws {
        let api = KioskAPI(database: database, head: head, now: now).router()
        let page = ConsoleAPI(database: database, head: head, now: now, hostNames: consoleNames).router()
        let kioskServer = Application(
            router: api, server: try .tls(.http1(configuration: Self.http), tlsConfiguration: tls),
            configuration: Self.configuration(kiosks),
            onServerRunning: { readiness.kiosks($0.localAddress?.port, on: kiosks.host) }, logger: logger)
        let consoleServer = Application(
            router: page, server: .http1(configuration: Self.http),
            configuration: Self.configuration(console),
            onServerRunning: { readiness.console($0.localAddress?.port, on: console.host) }, logger: logger)
        let group = ServiceGroup(
            services: [
                FeedWatcher(database: database, head: head, logger: logger),
                PeriodicTask.ticketExpiry(database, logger: logger, now: now),
                PeriodicTask.dispenserTimeout(database, logger: logger, now: now), kioskServer, consoleServer,
            ], logger: logger)
        defer { readiness.close() }
        try await withGracefulShutdownHandler {
            try await group.run()
        } onGracefulShutdown: {
            // Before the listeners close: they wait for open requests.
            head.close()
        }
    }

    /// Waits until both listeners are open; `nil` if the server ended before.
    public func addresses() async -> Addresses? { await readiness.addresses() }

    /// Idle connections go; the longest wait of the API is shorter.
    private static var http: HTTP1Channel.Configuration { .init(idleTimeout: .seconds(60)) }

    private static func configuration(_ address: NetworkAddress) -> ApplicationConfiguration {
        ApplicationConfiguration(address: .hostname(address.host, port: Int(address.port)))
    }
}

/// Why the server cannot start, as a sentence for the operator.
public struct StartFault: Error, CustomStringConvertible {
    public let description: String
}

extension CentralServer.Certificates {
    fileprivate func configuration() throws(StartFault) -> TLSConfiguration {
        let chain = try Self.read("certificate", certificate) { try NIOSSLCertificate.fromPEMFile($0) }
        let key = try Self.read("key", key) { try NIOSSLPrivateKey(file: $0, format: .pem) }
        let authority = try Self.read("client authority", clientAuthority) {
            try NIOSSLCertificate.fromPEMFile($0)
        }
        var tls = TLSConfiguration.makeServerConfiguration(
            certificateChain: chain.map { .certificate($0) }, privateKey: .privateKey(key))
        tls.minimumTLSVersion = .tlsv12
        tls.trustRoots = .certificates(authority)
        // Kiosks are identified by their certificate, not by their address.
        tls.certificateVerification = .noHostnameVerification
        return tls
    }

    private static func read<Value>(
        _ what: String, _ path: String, _ read: (String) throws -> Value
    ) throws(StartFault) -> Value {
        do {
            return try read(path)
        } catch {
            throw StartFault(
                description: "The \(what) at \(path) cannot be used; it must be a readable PEM file.")
        }
    }
}
