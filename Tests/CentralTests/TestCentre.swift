import AsyncHTTPClient
import CentralContract
import Foundation
import KioskCore
import Logging
import NIOCore
import NIOFoundationCompat
import NIOHTTP1
import NIOSSL
import ServiceLifecycle

@testable import Central

/// A whole central system on loopback: a database file, both listeners, and an authority for its kiosks.
struct TestCentre: Sendable {
    let database: CentralDatabase
    let addresses: CentralServer.Addresses
    let head: WaitableCounter
    private let authority: String
    private let directory: URL

    /// 21 November 2026, 09:00 in Vietnam.
    static let now = Timestamp(milliseconds: 1_795_226_400_000)
    static let day = now.date.number
    static let quiet = Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() })

    /// Starts a centre, gives it to a test, and stops it.
    static func run(_ test: (TestCentre) async throws -> Void) async throws {
        try await run(stop: { centre, _ in try await test(centre) })
    }

    /// The same, with a function that shuts the centre down gracefully.
    static func run(stop test: (TestCentre, @escaping @Sendable () async -> Void) async throws -> Void)
        async throws
    {
        try await withDirectory { directory in
            let authority = try TestAuthority(in: directory)
            let own = try authority.issue("centre")
            _ = try authority.issue("kiosk-1")
            _ = try authority.issue("kiosk-2")
            let database = try CentralDatabase(path: directory.appending(path: "centre.sqlite").path)
            let loopback = NetworkAddress(host: "127.0.0.1", port: 0)
            let server = try CentralServer(
                database: database, kiosks: loopback, console: loopback,
                certificates: .init(
                    certificate: own.certificate, key: own.key, clientAuthority: authority.path),
                logger: quiet, now: { now })
            try await withThrowingTaskGroup(of: Void.self) { group in
                let services = ServiceGroup(services: [server], logger: quiet)
                group.addTask { try await services.run() }
                guard let addresses = await server.addresses() else {
                    try await group.next()
                    return
                }
                let centre = TestCentre(
                    database: database, addresses: addresses, head: server.head, authority: authority.path,
                    directory: directory)
                try await test(centre) { await services.triggerGracefulShutdown() }
                group.cancelAll()
            }
        }
    }

    static func withDirectory(_ body: (URL) async throws -> Void) async throws {
        let directory = FileManager.default.temporaryDirectory.appending(path: "central-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: directory) }
        try await body(directory)
    }

    /// A client with a kiosk's certificate; without one if `kiosk` is `nil`.
    func client(_ kiosk: String?) throws -> HTTPClient {
        var tls = TLSConfiguration.makeClientConfiguration()
        tls.trustRoots = .file(authority)
        if let kiosk {
            tls.certificateChain = try NIOSSLCertificate.fromPEMFile(path("\(kiosk).pem")).map {
                .certificate($0)
            }
            tls.privateKey = .privateKey(try NIOSSLPrivateKey(file: path("\(kiosk).key"), format: .pem))
        }
        return HTTPClient(configuration: .init(tlsConfiguration: tls))
    }

    /// Runs a test as a kiosk.
    func with(_ kiosk: String?, _ body: (Caller) async throws -> Void) async throws {
        let client = try client(kiosk)
        do {
            try await body(Caller(client: client, base: "https://\(addresses.kiosks)"))
        } catch {
            try await client.shutdown()
            throw error
        }
        try await client.shutdown()
    }

    var console: Caller { Caller(client: .shared, base: "http://\(addresses.console)") }

    /// Writes a file beside the database.
    func write(_ name: String, _ text: String) throws -> String {
        try Data(text.utf8).write(to: URL(fileURLWithPath: path(name)))
        return path(name)
    }

    private func path(_ name: String) -> String { directory.appending(path: name).path }
}

/// A client of the centre.
struct Caller: Sendable {
    let client: HTTPClient
    let base: String

    struct Answer {
        let status: Int
        let type: String
        let body: Data
        let allow: String

        func value<Value: Decodable>(_ type: Value.Type = Value.self) throws -> Value {
            try JSONDecoder().decode(type, from: body)
        }
    }

    func get(_ path: String, headers: [String: String] = [:]) async throws -> Answer {
        try await send("GET", path, headers: headers)
    }

    func post(_ path: String, _ value: some Encodable, headers: [String: String] = [:]) async throws -> Answer
    {
        let body = try JSONEncoder().encode(value)
        return try await send(
            "POST", path, headers: headers.merging(["Content-Type": "application/json"]) { a, _ in a },
            body: body)
    }

    func send(
        _ method: String, _ path: String, headers: [String: String] = [:], body: Data? = nil
    ) async throws -> Answer {
        var request = HTTPClientRequest(url: base + path)
        request.method = .RAW(value: method)
        for (name, value) in headers { request.headers.add(name: name, value: value) }
        if let body { request.body = .bytes(body) }
        let response = try await client.execute(request, timeout: .seconds(40))
        let data = Data(buffer: try await response.body.collect(upTo: 16 << 20))
        return Answer(
            status: Int(response.status.code), type: response.headers.first(name: "content-type") ?? "",
            body: data,
            allow: response.headers.first(name: "allow") ?? "")
    }

    func feed(after: Int64 = 0, limit: Int = 500, wait: Int = 0, feed: String? = nil) async throws -> FeedPage
    {
        let identity = feed.map { "&feed=\($0)" } ?? ""
        return try await get("/v1/feed?after=\(after)&limit=\(limit)&wait=\(wait)\(identity)").value()
    }
}
