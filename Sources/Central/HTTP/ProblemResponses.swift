import CentralContract
import Foundation
import HTTPTypes
import Hummingbird
import Logging
import NIOCore

/// Turns every error into `application/problem+json`; an unexpected one is logged, and its status is 500.
struct ProblemMiddleware<Context: RequestContext>: RouterMiddleware {
    @concurrent
    func handle(
        _ request: Request, context: Context, next: @concurrent (Request, Context) async throws -> Response
    ) async throws -> Response {
        do {
            return try await next(request, context)
        } catch {
            let problem = Self.problem(for: error)
            if problem.status == 500 {
                context.logger.error("A request failed", metadata: ["error": "\(type(of: error))"])
            }
            return try .json(problem, status: problem.status, type: "application/problem+json")
        }
    }

    private static func problem(for error: any Error) -> Problem {
        switch error {
        case let problem as Problem: problem
        case let error as DecodingError: Problem(malformed: error)
        case is CancellationError: Problem(title: "The centre is going down; try again later", status: 503)
        case is NIOTooManyBytesError: Problem(title: "The body is too long", status: 413)
        case let error as HTTPError where error.status == .notFound:
            Problem(title: "There is nothing here", status: 404)
        case let error as any HTTPResponseError where error.status.code < 500:
            Problem(title: error.status.reasonPhrase, status: error.status.code)
        default: Problem(title: "The centre failed to answer; try again later", status: 500)
        }
    }
}

extension Problem {
    /// Says where the body departs from the contract, without repeating any of it.
    init(malformed error: DecodingError) {
        let context =
            switch error {
            case .typeMismatch(_, let context), .valueNotFound(_, let context), .keyNotFound(_, let context),
                .dataCorrupted(let context):
                context
            @unknown default: DecodingError.Context(codingPath: [], debugDescription: "")
            }
        var path = context.codingPath.map(\.stringValue)
        if case .keyNotFound(let key, _) = error { path.append(key.stringValue) }
        self.init(
            title: "The body is not what the contract asks for", status: 400,
            detail: path.isEmpty ? nil : "Look at: \(path.joined(separator: "."))")
    }
}

extension Response {
    /// A response that must not be cached.
    static func json(
        text: String, status: Int = 200, type: String = "application/json", extra: HTTPFields = [:]
    ) -> Response {
        var headers = extra
        headers[.contentType] = type
        headers[.cacheControl] = "no-store"
        headers[.xContentTypeOptions] = "nosniff"
        return Response(
            status: HTTPResponse.Status(code: status), headers: headers,
            body: ResponseBody(byteBuffer: ByteBuffer(string: text)))
    }

    static func json(
        _ value: some Encodable, status: Int = 200, type: String = "application/json", extra: HTTPFields = [:]
    ) throws -> Response {
        json(text: try StoredJSON.text(value), status: status, type: type, extra: extra)
    }
}

extension Router {
    /// Responds to every other method of a path with 405 and the allowed methods.
    func refuseOtherMethods(_ path: RouterPath, than allowed: [HTTPRequest.Method]) {
        let names = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT", "QUERY"]
        for method in names.compactMap(HTTPRequest.Method.init(rawValue:)) where !allowed.contains(method) {
            on(path, method: method) { _, _ in
                try Response.json(
                    Problem(title: "This path has no such method", status: 405), status: 405,
                    type: "application/problem+json",
                    extra: [.allow: allowed.map(\.rawValue).joined(separator: ", ")])
            }
        }
    }
}
