import Crypto
import Foundation
import SwiftASN1
import X509

/// A certificate authority that lives as long as a test.
struct TestAuthority {
    private let key = P256.Signing.PrivateKey()
    private let certificate: Certificate
    let directory: URL

    init(in directory: URL) throws {
        self.directory = directory
        certificate = try Self.certificate(
            "Test authority", key.publicKey, issuer: "Test authority", signedBy: key,
            extensions: Certificate.Extensions {
                Critical(BasicConstraints.isCertificateAuthority(maxPathLength: nil))
                Critical(KeyUsage(keyCertSign: true))
            })
        try Data(certificate.serializeAsPEM().pemString.utf8).write(to: file("authority.pem"))
    }

    /// Signs a certificate for a common name; returns the files of certificate and key.
    func issue(_ name: String) throws -> (certificate: String, key: String) {
        let own = P256.Signing.PrivateKey()
        let certificate = try Self.certificate(
            name, own.publicKey, issuer: "Test authority", signedBy: key,
            extensions: Certificate.Extensions {
                SubjectAlternativeNames([.ipAddress(ASN1OctetString(contentBytes: [127, 0, 0, 1]))])
            })
        let files = (file("\(name).pem"), file("\(name).key"))
        try Data(certificate.serializeAsPEM().pemString.utf8).write(to: files.0)
        try Data(own.pemRepresentation.utf8).write(to: files.1)
        return (files.0.path, files.1.path)
    }

    var path: String { file("authority.pem").path }

    private func file(_ name: String) -> URL { directory.appending(path: name) }

    private static func certificate(
        _ name: String, _ publicKey: P256.Signing.PublicKey, issuer: String,
        signedBy key: P256.Signing.PrivateKey,
        extensions: Certificate.Extensions
    ) throws -> Certificate {
        try Certificate(
            version: .v3, serialNumber: Certificate.SerialNumber(), publicKey: .init(publicKey),
            notValidBefore: Date(timeIntervalSinceNow: -3600),
            notValidAfter: Date(timeIntervalSinceNow: 86_400),
            issuer: DistinguishedName { CommonName(issuer) }, subject: DistinguishedName { CommonName(name) },
            signatureAlgorithm: .ecdsaWithSHA256, extensions: extensions, issuerPrivateKey: .init(key))
    }
}
