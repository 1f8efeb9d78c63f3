import Crypto
import Foundation
import SwiftASN1
import X509

/// A certificate authority for one demo, created at its start.
struct DemoAuthority {
    private let key = P256.Signing.PrivateKey()
    private let name: DistinguishedName
    private let certificate: Certificate
    private let begin = Date.now.addingTimeInterval(-3600)
    private let end = Date.now.addingTimeInterval(30 * 24 * 3600)

    /// The files of a certificate and its key.
    struct Identity {
        let certificate: String
        let key: String
    }

    init() throws {
        name = try DistinguishedName { CommonName("Kiosk demo authority") }
        certificate = try Certificate(
            version: .v3, serialNumber: .init(), publicKey: .init(key.publicKey), notValidBefore: begin,
            notValidAfter: end, issuer: name, subject: name, signatureAlgorithm: .ecdsaWithSHA256,
            extensions: Certificate.Extensions {
                Critical(BasicConstraints.isCertificateAuthority(maxPathLength: 0))
                Critical(KeyUsage(keyCertSign: true))
            }, issuerPrivateKey: .init(key))
    }

    /// Writes the authority's own certificate.
    func write(to directory: URL) throws -> String {
        let file = directory.appending(path: "authority.pem")
        try certificate.serializeAsPEM().pemString.write(to: file, atomically: true, encoding: .utf8)
        return file.path
    }

    /// The identity of the central system on this machine.
    func server(in directory: URL) throws -> Identity {
        try issue(
            "central", in: directory, usage: .serverAuth,
            names: [.dnsName("localhost"), .ipAddress(ASN1OctetString(contentBytes: [127, 0, 0, 1]))])
    }

    /// The identity of a kiosk; its common name is its id.
    func kiosk(_ id: String, in directory: URL) throws -> Identity {
        try issue(id, in: directory, usage: .clientAuth, names: [])
    }

    private func issue(
        _ subject: String, in directory: URL, usage: ExtendedKeyUsage.Usage, names: [GeneralName]
    ) throws -> Identity {
        let own = P256.Signing.PrivateKey()
        let certificate = try Certificate(
            version: .v3, serialNumber: .init(), publicKey: .init(own.publicKey), notValidBefore: begin,
            notValidAfter: end, issuer: name, subject: DistinguishedName { CommonName(subject) },
            signatureAlgorithm: .ecdsaWithSHA256,
            extensions: Certificate.Extensions {
                Critical(BasicConstraints.notCertificateAuthority)
                Critical(KeyUsage(digitalSignature: true))
                try ExtendedKeyUsage([usage])
                if !names.isEmpty { SubjectAlternativeNames(names) }
            }, issuerPrivateKey: .init(key))
        let identity = Identity(
            certificate: directory.appending(path: "\(subject).pem").path,
            key: directory.appending(path: "\(subject).key").path)
        try certificate.serializeAsPEM().pemString.write(
            toFile: identity.certificate, atomically: true, encoding: .utf8)
        guard
            FileManager.default.createFile(
                atPath: identity.key, contents: Data(own.pemRepresentation.utf8),
                attributes: [.posixPermissions: 0o600])
        else { throw CocoaError(.fileWriteUnknown) }
        return identity
    }
}
