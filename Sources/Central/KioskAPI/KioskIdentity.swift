import CentralContract
import Hummingbird
import NIOCore
import NIOSSL
import SwiftASN1
import X509

/// The context of a kiosk's request: its connection, and the kiosk that sent it.
struct KioskContext: RequestContext {
    var coreContext: CoreRequestContextStorage
    let channel: any Channel
    /// The kiosk's id: the common name of its client certificate.
    var kiosk = ""

    init(source: ApplicationRequestContextSource) {
        coreContext = CoreRequestContextStorage(source: source)
        channel = source.channel
    }
}

/// Reads the kiosk's id from the client certificate, which TLS has already verified.
struct KioskIdentity: RouterMiddleware {
    @concurrent
    func handle(
        _ request: Request, context: KioskContext,
        next: @concurrent (Request, KioskContext) async throws -> Response
    ) async throws -> Response {
        guard let certificate = try await context.channel.nioSSL_peerCertificate().get(),
            let kiosk = try Self.commonName(of: certificate), IdentifierFormat.kiosk.matches(kiosk)
        else {
            throw Problem(
                title: "This certificate names no kiosk", status: 403,
                detail: "Its common name must be the kiosk's id: letters, digits and hyphens, at most 64.")
        }
        var context = context
        context.kiosk = kiosk
        return try await next(request, context)
    }

    private static func commonName(of certificate: NIOSSLCertificate) throws -> String? {
        let subject = try Certificate(derEncoded: certificate.toDERBytes()).subject
        for name in subject.flatMap({ Array($0) })
        where name.type == .RDNAttributeType.commonName {
            return String(name.value)
        }
        return nil
    }
}
