import CentralContract
import Foundation
import GRDB
import KioskCore
import Testing

@testable import Central

@Suite(.timeLimit(.minutes(2)))
struct ShutdownTests {
    @Test func `a waiting feed request gets a response when the server stops`() async throws {
        try await TestCentre.run(stop: { centre, shutDown in
            try await centre.with("kiosk-1") { kiosk in
                try centre.importDossiers([CentralSamples.dossier()])
                let cursor = try await kiosk.feed(wait: 25).cursor
                async let waiting = kiosk.feed(after: cursor, wait: 25)
                while centre.head.waiterCount == 0 { try await Task.sleep(for: .milliseconds(5)) }
                await shutDown()
                #expect(try await waiting.changes.isEmpty)
            }
        })
    }

    @Test(arguments: ["certificate", "key", "client authority"])
    func `a file that is no certificate is named in the fault`(_ what: String) async throws {
        try await TestCentre.withDirectory { directory in
            let authority = try TestAuthority(in: directory)
            let own = try authority.issue("centre")
            let missing = directory.appending(path: "nothing.pem").path
            let certificates = CentralServer.Certificates(
                certificate: what == "certificate" ? missing : own.certificate,
                key: what == "key" ? missing : own.key,
                clientAuthority: what == "client authority" ? missing : authority.path)
            let database = try CentralDatabase(path: directory.appending(path: "c.sqlite").path)
            let fault = #expect(throws: StartFault.self) {
                try CentralServer(
                    database: database, kiosks: NetworkAddress(host: "127.0.0.1", port: 0),
                    console: NetworkAddress(host: "127.0.0.1", port: 0), certificates: certificates,
                    logger: TestCentre.quiet, now: { TestCentre.now })
            }
            #expect(
                fault?.description
                    == "The \(what) at \(missing) cannot be used; it must be a readable PEM file.")
        }
    }

    @Test func `acknowledged entries are on the disk before the answer`() throws {
        let path = FileManager.default.temporaryDirectory.appending(path: "\(UUID().uuidString).sqlite").path
        defer { for end in ["", "-wal", "-shm"] { try? FileManager.default.removeItem(atPath: path + end) } }
        let database = try CentralDatabase(path: path)
        let levels = try database.pool.write { db in
            try (Int.fetchOne(db, sql: "PRAGMA synchronous"), String.fetchOne(db, sql: "PRAGMA journal_mode"))
        }
        #expect(levels.0 == 2 && levels.1 == "wal")
    }

    @Test(arguments: [
        ("127.0.0.1:8443", "127.0.0.1", 8443), ("[::1]:0", "::1", 0), ("localhost:80", "localhost", 80),
    ])
    func `an address is parsed and formatted alike`(_ text: String, _ host: String, _ port: UInt16) {
        #expect(NetworkAddress(text) == NetworkAddress(host: host, port: port))
        #expect(NetworkAddress(host: host, port: port).description == text)
    }

    @Test(arguments: ["", "8443", ":8443", "127.0.0.1", "127.0.0.1:65536", "127.0.0.1:-1", "[::1:80"])
    func `what is no address is not parsed`(_ text: String) { #expect(NetworkAddress(text) == nil) }
}
