import HTTPTypes
import Hummingbird

/// Accepts requests from this machine and from the Dock's own page only.
///
/// The server listens on loopback, but any page in a browser on this machine can send a request there: under
/// a host name that resolves to 127.0.0.1 (so the Host is checked), or from another site (so the
/// Origin is).
struct LoopbackOnly<Context: RequestContext>: RouterMiddleware {
    private static var hosts: [String] { ["127.0.0.1", "localhost", "[::1]"] }

    func handle(
        _ request: Request, context: Context, next: @concurrent (Request, Context) async throws -> Response
    ) async throws -> Response {
        let authority = request.head.authority ?? ""
        let host = authority.replacing(/:[0-9]*$/, with: "")
        guard Self.hosts.contains(host) else {
            throw DockError(.misdirectedRequest, "the Dock is reached as 127.0.0.1 or localhost only")
        }
        let site = request.headers[.secFetchSite]
        let isForeign =
            request.headers[.origin].map { $0 != "http://\(authority)" } ?? false
            || (request.method != .get && site != nil && site != "same-origin" && site != "none")
        guard !isForeign else { throw DockError(.forbidden, "another site may not use the Dock") }
        var response = try await next(request, context)
        response.headers[.xContentTypeOptions] = "nosniff"
        response.headers[.contentSecurityPolicy] = DockPage.policy
        return response
    }
}

extension HTTPField.Name {
    fileprivate static let secFetchSite = HTTPField.Name("Sec-Fetch-Site") ?? .origin
}
