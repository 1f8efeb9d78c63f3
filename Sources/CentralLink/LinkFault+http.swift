internal import AsyncHTTPClient
internal import CentralContract
internal import NIOCore
internal import NIOSSL

extension LinkFault {
    /// Classifies whatever the HTTP client, TLS or the socket threw.
    init(_ error: any Error) {
        switch error {
        case let fault as LinkFault: self = fault
        case is CancellationError: self = .cancelled
        case let error as HTTPClientError: self.init(error)
        case is NIOTooManyBytesError: self = .tooLarge
        case is DecodingError: self = .invalidResponse
        case let error as NIOSSLExtraError where error == .failedToValidateHostname:
            self = .refusedCertificate
        case let error as NIOSSLError: self.init(tls: "\(error)")
        case let error as BoringSSLError: self.init(tls: "\(error)")
        default: self = .unreachable
        }
    }

    private init(_ error: HTTPClientError) {
        switch error {
        case .cancelled: self = .cancelled
        case .deadlineExceeded, .readTimeout, .writeTimeout, .tlsHandshakeTimeout: self = .timedOut
        // A host that accepts no connection in the time is as good as absent.
        case .connectTimeout, .getConnectionFromPoolTimeout, .remoteConnectionClosed, .uncleanShutdown:
            self = .unreachable
        case .invalidURL, .emptyHost, .emptyScheme: self = .misconfigured(.address)
        default: self = .invalidResponse
        }
    }

    /// BoringSSL gives its reasons only as text: an alert is the other side's refusal, the rest is ours.
    private init(tls reason: String) {
        if reason.contains("ALERT") && !reason.contains("ALERT_CLOSE_NOTIFY") {
            self = .unauthorised
        } else if reason.contains("CERTIFICATE_VERIFY_FAILED") || reason.contains("HOSTNAME") {
            self = .refusedCertificate
        } else {
            self = .unreachable
        }
    }
}
