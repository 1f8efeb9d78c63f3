import HTTPTypes
import Hummingbird

/// Lets in who is on this machine and meant to come here.
///
/// The server listens on loopback, but any page in a browser on this machine can send a request there: under
/// a name of its own that resolves to 127.0.0.1 (so the Host is checked), or from another site (so the
/// Origin is).
struct LoopbackOnly<Context: RequestContext>: RouterMiddleware {
    private static var hosts: [String] { ["127.0.0.1", "localhost", "[::1]"] }

    func handle(
        _ request: Request, context: Context, next: @concurrent (Request, Context) async throws -> Response
    ) async throws -> Response {
        let authority = request.head.authority ?? ""
        let host = authority.replacing(/:[0-9]*$/, with: "")
        guard Self.hosts.contains(host) else {
            throw DockProblem(.misdirectedRequest, "the Dock answers to 127.0.0.1 and localhost only")
        }
        let site = request.headers[.secFetchSite]
        let isForeign =
            request.headers[.origin].map { $0 != "http://\(authority)" } ?? false
            || (request.method != .get && site != nil && site != "same-origin" && site != "none")
        guard !isForeign else { throw DockProblem(.forbidden, "another site may not use the Dock") }
        var response = try await next(request, context)
        response.headers[.xContentTypeOptions] = "nosniff"
        response.headers[.contentSecurityPolicy] = DockPage.policy
        return response
    }
}

extension HTTPField.Name {
    fileprivate static let secFetchSite = HTTPField.Name("Sec-Fetch-Site") ?? .origin
}
