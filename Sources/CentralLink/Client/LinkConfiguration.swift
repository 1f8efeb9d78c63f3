internal import AsyncHTTPClient
internal import NIOCore
internal import NIOSSL

/// Where the centre is, and with which files the two recognise each other.
public struct LinkConfiguration: Hashable, Sendable {
    /// `https://host` or `https://host:port`, without a path.
    public var address: String
    /// The only authority that is believed, as PEM; the system's are not.
    public var authorityPath: String
    /// This kiosk's certificate chain and key, as PEM.
    public var certificatePath: String
    public var keyPath: String
    public var times: LinkTimes

    public init(
        address: String, authorityPath: String, certificatePath: String, keyPath: String,
        times: LinkTimes = LinkTimes()
    ) {
        self.address = address
        self.authorityPath = authorityPath
        self.certificatePath = certificatePath
        self.keyPath = keyPath
        self.times = times
    }

    /// The HTTP client's settings: TLS 1.2 at least, our authority only, the host name checked.
    func makeClientConfiguration() throws(LinkFault) -> HTTPClient.Configuration {
        var tls = TLSConfiguration.makeClientConfiguration()
        // A centre that is holding a long poll does not read our farewell; the end must not wait for it.
        tls.shutdownTimeout = .milliseconds(200)
        tls.minimumTLSVersion = .tlsv12
        tls.certificateVerification = .fullVerification
        tls.trustRoots = .certificates(
            try Self.reading(.authority) { try NIOSSLCertificate.fromPEMFile(authorityPath) })
        let chain = try Self.reading(.certificate) { try NIOSSLCertificate.fromPEMFile(certificatePath) }
        tls.certificateChain = chain.map { .certificate($0) }
        tls.privateKey = .privateKey(
            try Self.reading(.key) { try NIOSSLPrivateKey(file: keyPath, format: .pem) })

        var configuration = HTTPClient.Configuration(
            tlsConfiguration: tls, redirectConfiguration: .disallow,
            timeout: HTTPClient.Configuration.Timeout(connect: TimeAmount(times.connect)))
        configuration.httpVersion = .http1Only
        // The services try again themselves, with back-off; here it would only hide why.
        configuration.connectionPool.retryConnectionEstablishment = false
        return configuration
    }

    private static func reading<Value>(
        _ setting: LinkFault.Setting, _ read: () throws -> Value
    ) throws(LinkFault) -> Value {
        do { return try read() } catch { throw .misconfigured(setting) }
    }
}

/// How long the calls may take, all in one table.
public struct LinkTimes: Hashable, Sendable {
    /// Until TCP and TLS stand.
    public var connect: Duration
    /// The whole of a short call.
    public var answer: Duration
    /// The whole of a dossier lookup, while a citizen stands there.
    public var lookup: Duration
    /// What a long poll may take beyond its wait: sending a full page.
    public var pollMargin: Duration

    public init(
        connect: Duration = .seconds(2), answer: Duration = .seconds(10), lookup: Duration = .seconds(3),
        pollMargin: Duration = .seconds(10)
    ) {
        self.connect = connect
        self.answer = answer
        self.lookup = lookup
        self.pollMargin = pollMargin
    }
}
