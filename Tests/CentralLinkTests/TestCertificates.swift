import CentralLink
import Foundation
import NIOSSL
import TestKit
import Testing

/// A centre's authority, a stranger's, and what the two signed; made once a test run with OpenSSL.
struct TestCertificates: Sendable {
    static let shared = Result { try TestCertificates() }

    let directory: URL

    func path(_ name: String) -> String { directory.appending(path: name).path }

    private init() throws {
        directory = FileManager.default.temporaryDirectory.appending(path: "link-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        for authority in ["centre", "stranger"] {
            try openssl(
                "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days",
                "2",
                "-subj", "/CN=\(authority)", "-keyout", "\(authority).key", "-out", "\(authority).pem")
            try issue("\(authority)-kiosk", by: authority, name: "K1")
        }
        try issue("server", by: "centre", name: "localhost")
    }

    private func issue(_ file: String, by authority: String, name: String) throws {
        try Data("subjectAltName=DNS:\(name)\n".utf8).write(to: directory.appending(path: "\(file).ext"))
        try openssl(
            "req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-subj", "/CN=\(name)",
            "-keyout", "\(file).key", "-out", "\(file).csr")
        try openssl(
            "x509", "-req", "-in", "\(file).csr", "-CA", "\(authority).pem", "-CAkey", "\(authority).key",
            "-CAcreateserial", "-days", "2", "-extfile", "\(file).ext", "-out", "\(file).pem")
    }

    private func openssl(_ arguments: String...) throws {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/openssl")
        process.arguments = arguments
        process.currentDirectoryURL = directory
        process.standardError = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        try process.start()
        process.waitUntilExit()
        try #require(process.terminationStatus == 0, "openssl \(arguments.joined(separator: " "))")
    }

    /// The server's side: its certificate, and only kiosks of the centre's authority.
    func serverConfiguration() throws -> TLSConfiguration {
        var tls = TLSConfiguration.makeServerConfiguration(
            certificateChain: try NIOSSLCertificate.fromPEMFile(path("server.pem")).map { .certificate($0) },
            privateKey: .privateKey(try NIOSSLPrivateKey(file: path("server.key"), format: .pem)))
        tls.certificateVerification = .noHostnameVerification
        tls.trustRoots = .certificates(try NIOSSLCertificate.fromPEMFile(path("centre.pem")))
        return tls
    }

    /// The kiosk's side, as it should be unless said otherwise.
    func link(
        to port: Int, host: String = "localhost", authority: String = "centre",
        kiosk: String = "centre-kiosk",
        timeouts: LinkTimeouts = .patient
    ) -> LinkConfiguration {
        LinkConfiguration(
            address: "https://\(host):\(port)", authorityPath: path("\(authority).pem"),
            certificatePath: path("\(kiosk).pem"), keyPath: path("\(kiosk).key"), timeouts: timeouts)
    }
}
