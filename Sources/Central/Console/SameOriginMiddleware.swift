import CentralContract
import HTTPTypes
import Hummingbird
import KioskCore
import NIOCore

/// Lets only the console's own page act: no page of another site, and no host name that was rebound to this
/// address.
struct SameOriginMiddleware<Context: RequestContext>: RouterMiddleware {
    let hostNames: Set<String>

    @concurrent
    func handle(
        _ request: Request, context: Context, next: @concurrent (Request, Context) async throws -> Response
    ) async throws -> Response {
        guard let authority = request.head.authority, isOurs(authority) else {
            throw Problem(
                title: "The console is not known under this name", status: 403,
                detail: "Open it by its address, or name it with --console-name.")
        }
        if let origin = request.headers[.origin], origin != "http://\(authority)" {
            throw Problem(title: "The console answers only its own page", status: 403)
        }
        if let site = Self.fetchSite.flatMap({ request.headers[$0] }), site != "same-origin", site != "none" {
            throw Problem(title: "The console answers only its own page", status: 403)
        }
        return try await next(request, context)
    }

    /// Somebody else's name server can rebind a name to this address, but not a plain address.
    private func isOurs(_ authority: String) -> Bool {
        guard let host = NetworkAddress(authority, defaultPort: 80)?.host else { return false }
        return host == "localhost" || hostNames.contains(host)
            || (try? SocketAddress(ipAddress: host, port: 0)) != nil
    }

    private static var fetchSite: HTTPField.Name? { HTTPField.Name("Sec-Fetch-Site") }
}
