import CentralLink
import Foundation
import Hummingbird
import HummingbirdTLS
import Logging
import NIOCore
import Testing

/// A TLS server on a free port of the loopback, whose requests a test handles, for as long as the body runs.
@discardableResult
func withServer<Value: Sendable>(
    port: Int = 0, handling handle: @escaping @Sendable (Request) async throws -> Response,
    _ body: @escaping @Sendable (Int) async throws -> Value
) async throws -> Value {
    let tls = try TestCertificates.shared.get().serverConfiguration()
    let (ports, portKnown) = AsyncStream.makeStream(of: Int.self)
    let responder = CallbackResponder<BasicRequestContext> { request, _ in try await handle(request) }
    let application = Application(
        responder: responder, server: try .tls(tlsConfiguration: tls),
        configuration: .init(address: .hostname("localhost", port: port)),
        onServerRunning: { channel in portKnown.yield(channel.localAddress?.port ?? 0) },
        logger: Logger(label: "centre") { _ in SwiftLogNoOpLogHandler() })
    return try await withThrowingTaskGroup(of: Value?.self) { group in
        group.addTask {
            try await application.run()
            return nil
        }
        group.addTask {
            for await port in ports { return try await body(port) }
            return nil
        }
        defer { group.cancelAll() }
        while let result = try await group.next() {
            if let result { return result }
        }
        throw CancellationError()
    }
}

/// A centre that comes back on the port it had; the kernel may hold it a moment longer than the one that
/// died.
func withServerRestarted(
    on port: Int, handling handle: @escaping @Sendable (Request) async throws -> Response,
    _ body: @escaping @Sendable () async throws -> Void
) async throws {
    let deadline = ContinuousClock.now + .seconds(150)
    while true {
        do {
            return try await withServer(port: port, handling: handle) { _ in try await body() }
        } catch let error as IOError where error.errnoCode == EADDRINUSE && ContinuousClock.now < deadline {
            try await Task.sleep(for: .milliseconds(20))
        }
    }
}

extension LinkTimeouts {
    /// For a machine that is busy with other things.
    static let patient = LinkTimeouts(
        connect: .seconds(150), request: .seconds(150), lookup: .seconds(150), pollMargin: .seconds(150))
}

/// A link to a centre that answers like this.
@discardableResult
func withLink<Value: Sendable>(
    timeouts: LinkTimeouts = .patient,
    handling handle: @escaping @Sendable (Request) async throws -> Response,
    _ body: @escaping @Sendable (CentralHTTPClient) async throws -> Value
) async throws -> Value {
    try await withServer(handling: handle) { port in
        try await closing(
            CentralHTTPClient(TestCertificates.shared.get().link(to: port, timeouts: timeouts)), body)
    }
}

/// Shuts the link down whatever happens.
@discardableResult
func closing<Value: Sendable>(
    _ link: CentralHTTPClient, _ body: @Sendable (CentralHTTPClient) async throws -> Value
) async throws -> Value {
    do {
        let value = try await body(link)
        await link.shutdown()
        return value
    } catch {
        await link.shutdown()
        throw error
    }
}

extension Response {
    static func text(_ text: String, status: HTTPResponse.Status = .ok) -> Response {
        Response(status: status, body: ResponseBody(byteBuffer: ByteBuffer(string: text)))
    }

    static func json(_ value: some Encodable, status: HTTPResponse.Status = .ok) throws -> Response {
        text(String(decoding: try JSONEncoder().encode(value), as: UTF8.self), status: status)
    }
}

/// Waits until something holds; a deadline, not a fixed time.
func eventually(within limit: Duration = .seconds(150), _ holds: @Sendable () -> Bool) async throws {
    let deadline = ContinuousClock.now + limit
    while !holds() {
        try #require(ContinuousClock.now < deadline, "it never came true")
        try await Task.sleep(for: .milliseconds(5))
    }
}
