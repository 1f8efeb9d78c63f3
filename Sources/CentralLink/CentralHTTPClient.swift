internal import AsyncHTTPClient
public import CentralContract
internal import FoundationEssentials
public import KioskCore
internal import NIOCore
internal import NIOHTTP1

/// The HTTP client of the centre: HTTP/1.1 over TLS with a certificate on both sides.
///
/// Every request has a deadline and a bound on the response's length. Call ``shutdown()`` at the end.
public final class CentralHTTPClient: CentralClient {
    private let client: HTTPClient
    private let address: String
    private let timeouts: LinkTimeouts

    /// - Throws: ``LinkFault/misconfigured(_:)`` if the address or a file cannot be used.
    public init(_ configuration: LinkConfiguration) throws(LinkFault) {
        guard let url = URL(string: configuration.address), url.scheme == "https", url.host() != nil,
            ["", "/"].contains(url.path())
        else { throw .misconfigured(.address) }
        address = url.path().isEmpty ? configuration.address : String(configuration.address.dropLast())
        timeouts = configuration.timeouts
        client = HTTPClient(
            eventLoopGroupProvider: .singleton, configuration: try configuration.makeClientConfiguration())
    }

    public func shutdown() async {
        // It only throws when it was called before.
        try? await client.shutdown()
    }

    public func feed(
        after cursor: Int64, feed: String?, limit: Int, wait: Int
    ) async throws(LinkFault) -> FeedPage {
        var path = "/v1/feed?after=\(cursor)&limit=\(limit)&wait=\(wait)"
        if let feed { path += "&feed=\(PercentEncoding.encoded(feed))" }
        let deadline = Duration.seconds(wait) + timeouts.pollMargin
        let response = try await call(.GET, path, within: deadline, upTo: LinkLimits.maxPageByteCount)
        let page = try Self.decode(FeedPage.self, from: try Self.success(response))
        guard page.follows(cursor: cursor, feed: feed, limit: limit) else { throw .invalidResponse }
        return page
    }

    public func upload(_ upload: JournalUpload) async throws(LinkFault) -> JournalReceipt {
        let body: Data
        do { body = try JSONEncoder().encode(upload) } catch { throw .invalidResponse }
        let response = try await call(.POST, "/v1/journal", body: body, within: timeouts.request)
        let receipt = try Self.decode(JournalReceipt.self, from: try Self.success(response))
        guard receipt.acknowledged >= 0 else { throw .invalidResponse }
        return receipt
    }

    public func dossier(_ code: DossierCode) async throws(LinkFault) -> DossierFacts? {
        let response = try await call(
            .GET, "/v1/dossiers/\(PercentEncoding.encoded(code.text))", within: timeouts.lookup)
        if response.status == 404 { return nil }
        guard (200..<300).contains(response.status) || [401, 403].contains(response.status) else {
            // The title from the centre might repeat the code.
            throw .serverProblem(Problem(title: "The lookup was refused", status: response.status))
        }
        let facts = try Self.decode(DossierFacts.self, from: try Self.success(response))
        guard facts.code == code else { throw .invalidResponse }
        return facts
    }

    private struct Response: Sendable {
        var status: Int
        var body: Data
    }

    private func call(
        _ method: HTTPMethod, _ path: String, body: Data? = nil, within limit: Duration,
        upTo maxByteCount: Int = LinkLimits.maxResponseByteCount
    ) async throws(LinkFault) -> Response {
        var request = HTTPClientRequest(url: address + path)
        request.method = method
        request.headers.add(name: "accept", value: "application/json")
        if let body {
            request.headers.add(name: "content-type", value: "application/json")
            request.body = .bytes(ByteBuffer(bytes: body))
        }
        let prepared = request
        return try await Self.within(limit) { [client] in
            let response = try await client.execute(prepared, deadline: .now() + TimeAmount(limit))
            let body = try await response.body.collect(upTo: maxByteCount)
            return Response(status: Int(response.status.code), body: Data(body.readableBytesView))
        }
    }

    /// Ends with ``LinkFault/timedOut`` what takes longer than the limit.
    ///
    /// The HTTP client's own deadline ends with the response's head; a body may drip for ever.
    private static func within<Value: Sendable>(
        _ limit: Duration, _ body: @escaping @Sendable () async throws -> Value
    ) async throws(LinkFault) -> Value {
        do {
            return try await withThrowingTaskGroup(of: Value?.self) { group in
                group.addTask { try await body() }
                group.addTask {
                    try await Task.sleep(for: limit)
                    return nil
                }
                defer { group.cancelAll() }
                guard let value = try await group.next() ?? nil else { throw LinkFault.timedOut }
                return value
            }
        } catch {
            throw LinkFault(error)
        }
    }

    /// The body of a successful response.
    private static func success(_ response: Response) throws(LinkFault) -> Data {
        switch response.status {
        case 200..<300: return response.body
        case 401, 403: throw .unauthorised
        default:
            let problem = try? JSONDecoder().decode(Problem.self, from: response.body)
            let title = problem?.title.filter { $0.isLetter || $0.isNumber || " .,;:'-".contains($0) }
            throw .serverProblem(
                Problem(
                    title: String((title ?? "no reason given").prefix(LinkLimits.maxTitleLength)),
                    status: response.status))
        }
    }

    private static func decode<Value: Decodable>(_ type: Value.Type, from body: Data) throws(LinkFault)
        -> Value
    {
        do { return try JSONDecoder().decode(type, from: body) } catch { throw .invalidResponse }
    }
}
