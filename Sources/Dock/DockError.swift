import Foundation
public import HTTPTypes
public import Hummingbird
import NIOCore
import NIOFoundationCompat

/// Why the Dock refused a request; the message says what would work.
public struct DockError: Error, HTTPResponseError, Hashable {
    public let status: HTTPResponse.Status
    public let message: String

    public init(_ status: HTTPResponse.Status, _ message: String) {
        self.status = status
        self.message = message
    }

    public func response(from request: Request, context: some RequestContext) throws -> Response {
        try .json(["error": message], status: status)
    }
}

extension Response {
    /// A response as JSON, with sorted keys.
    static func json(_ value: some Encodable, status: HTTPResponse.Status = .ok) throws -> Response {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        encoder.dateEncodingStrategy = .iso8601
        return Response(
            status: status,
            headers: [.contentType: "application/json; charset=utf-8", .cacheControl: "no-store"],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: try encoder.encode(value))))
    }

    static func png(_ bytes: [UInt8], headers: HTTPFields = [:]) -> Response {
        var fields: HTTPFields = [.contentType: "image/png", .cacheControl: "no-store"]
        fields.append(contentsOf: headers)
        return Response(
            status: .ok, headers: fields, body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
    }
}

extension Request {
    private static var bodyLimit: Int { 256 * 1024 }

    func boundedBody() async throws(DockError) -> ByteBuffer {
        do {
            return try await body.collect(upTo: Self.bodyLimit)
        } catch {
            throw DockError(.contentTooLarge, "the body is larger than 256 KiB")
        }
    }

    /// The body as JSON.
    func json<Value: Decodable>(_ type: Value.Type, example: String) async throws(DockError) -> Value {
        let body = try await boundedBody()
        do {
            return try JSONDecoder().decode(type, from: Data(buffer: body))
        } catch {
            throw DockError(.badRequest, "the body must be JSON like \(example)")
        }
    }
}
