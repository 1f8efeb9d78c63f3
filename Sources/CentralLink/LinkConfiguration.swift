internal import AsyncHTTPClient
internal import NIOCore
internal import NIOSSL

/// The address of the centre, and the files with which the two sides authenticate each other.
public struct LinkConfiguration: Hashable, Sendable {
    /// `https://host` or `https://host:port`, without a path.
    public var address: String
    /// The only authority that is trusted, as PEM; the system's are not.
    public var authorityPath: String
    /// This kiosk's certificate chain and key, as PEM.
    public var certificatePath: String
    public var keyPath: String
    public var timeouts: LinkTimeouts

    public init(
        address: String, authorityPath: String, certificatePath: String, keyPath: String,
        timeouts: LinkTimeouts = LinkTimeouts()
    ) {
        self.address = address
        self.authorityPath = authorityPath
        self.certificatePath = certificatePath
        self.keyPath = keyPath
        self.timeouts = timeouts
    }

    /// The HTTP client's settings: TLS 1.2 at least, our authority only, the host name checked.
    func makeClientConfiguration() throws(LinkFault) -> HTTPClient.Configuration {
        var tls = TLSConfiguration.makeClientConfiguration()
        tls.shutdownTimeout = TimeAmount(LinkLimits.tlsCloseTimeout)
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
            timeout: HTTPClient.Configuration.Timeout(connect: TimeAmount(timeouts.connect)))
        configuration.httpVersion = .http1Only
        // Follower and uploader retry with a back-off; a retry here would only hide the reason.
        configuration.connectionPool.retryConnectionEstablishment = false
        return configuration
    }

    private static func reading<Value>(
        _ setting: LinkFault.Setting, _ read: () throws -> Value
    ) throws(LinkFault) -> Value {
        do { return try read() } catch { throw .misconfigured(setting) }
    }
}
