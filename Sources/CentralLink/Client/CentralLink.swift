internal import AsyncHTTPClient
public import CentralContract
internal import FoundationEssentials
public import KioskCore
internal import NIOCore
internal import NIOHTTP1

/// The HTTP client of the centre: HTTP/1.1 over TLS with a certificate on both sides.
///
/// Every call has a deadline and a bound on the answer's length. Call ``shutdown()`` at the end.
public final class CentralLink: CentralSystem {
    /// The longest answers in bytes that are read: a feed page full of procedures, and anything else.
    static let longestPage = 16 << 20
    static let longestAnswer = 64 << 10
    private static let longestTitle = 120

    private let client: HTTPClient
    private let address: String
    private let times: LinkTimes

    public init(_ configuration: LinkConfiguration) throws(LinkFault) {
        guard let url = URL(string: configuration.address), url.scheme == "https", url.host() != nil,
            ["", "/"].contains(url.path())
        else { throw .misconfigured(.address) }
        address = url.path().isEmpty ? configuration.address : String(configuration.address.dropLast())
        times = configuration.times
        client = HTTPClient(
            eventLoopGroupProvider: .singleton, configuration: try configuration.makeClientConfiguration())
    }

    /// Closes all connections; a call under way ends with ``LinkFault/cancelled``.
    public func shutdown() async {
        // It only throws when it was called before.
        try? await client.shutdown()
    }

    public func feed(
        after cursor: Int64, feed: String?, limit: Int, wait: Int
    ) async throws(LinkFault) -> FeedPage {
        var path = "/v1/feed?after=\(cursor)&limit=\(limit)&wait=\(wait)"
        if let feed { path += "&feed=\(Self.escaped(feed))" }
        let deadline = Duration.seconds(wait) + times.pollMargin
        let answer = try await call(.GET, path, within: deadline, upTo: Self.longestPage)
        let page = try Self.decode(FeedPage.self, from: try Self.success(answer))
        guard page.follows(cursor: cursor, feed: feed, limit: limit) else { throw .garbled }
        return page
    }

    public func upload(_ upload: JournalUpload) async throws(LinkFault) -> JournalReceipt {
        let body: Data
        do { body = try JSONEncoder().encode(upload) } catch { throw .garbled }
        let answer = try await call(.POST, "/v1/journal", body: body, within: times.answer)
        let receipt = try Self.decode(JournalReceipt.self, from: try Self.success(answer))
        guard receipt.acknowledged >= 0 else { throw .garbled }
        return receipt
    }

    public func dossier(_ code: DossierCode) async throws(LinkFault) -> DossierFacts? {
        let answer = try await call(.GET, "/v1/dossiers/\(Self.escaped(code.text))", within: times.lookup)
        if answer.status == 404 { return nil }
        guard (200..<300).contains(answer.status) || [401, 403].contains(answer.status) else {
            // The centre's own words might repeat the code.
            throw .serverProblem(Problem(title: "The lookup was refused", status: answer.status))
        }
        let facts = try Self.decode(DossierFacts.self, from: try Self.success(answer))
        guard facts.code == code else { throw .garbled }
        return facts
    }

    public func health() async throws(LinkFault) {
        _ = try Self.success(try await call(.GET, "/v1/health", within: times.answer))
    }

    private struct Answer: Sendable {
        var status: Int
        var body: Data
    }

    private func call(
        _ method: HTTPMethod, _ path: String, body: Data? = nil, within limit: Duration,
        upTo longest: Int = longestAnswer
    ) async throws(LinkFault) -> Answer {
        var request = HTTPClientRequest(url: address + path)
        request.method = method
        request.headers.add(name: "accept", value: "application/json")
        if let body {
            request.headers.add(name: "content-type", value: "application/json")
            request.body = .bytes(ByteBuffer(bytes: body))
        }
        let prepared = request
        return try await within(limit) { [client] in
            let response = try await client.execute(prepared, deadline: .now() + TimeAmount(limit))
            let body = try await response.body.collect(upTo: longest)
            return Answer(status: Int(response.status.code), body: Data(body.readableBytesView))
        }
    }

    /// The body of an answer that is a success.
    private static func success(_ answer: Answer) throws(LinkFault) -> Data {
        switch answer.status {
        case 200..<300: return answer.body
        case 401, 403: throw .unauthorised
        default:
            let problem = try? JSONDecoder().decode(Problem.self, from: answer.body)
            let title = problem?.title.filter { $0.isLetter || $0.isNumber || " .,;:'-".contains($0) }
            throw .serverProblem(
                Problem(
                    title: String((title ?? "no reason given").prefix(longestTitle)), status: answer.status))
        }
    }

    private static func decode<Value: Decodable>(_ type: Value.Type, from body: Data) throws(LinkFault)
        -> Value
    {
        do { return try JSONDecoder().decode(type, from: body) } catch { throw .garbled }
    }

    /// Percent-encoded, slashes too: BHXH codes hold some.
    private static func escaped(_ text: String) -> String {
        text.utf8.map { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."),
                UInt8(ascii: "_"):
                String(UnicodeScalar(byte))
            default: (byte < 16 ? "%0" : "%") + String(byte, radix: 16, uppercase: true)
            }
        }.joined()
    }
}
