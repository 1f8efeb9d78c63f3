import HTTPTypes
import Hummingbird
import NIOCore

/// One of the files of the console's page, built into the program.
struct ConsolePage: Sendable {
    let path: RouterPath
    let type: String
    let bytes: [UInt8]

    static let files = [
        ConsolePage(path: "/", type: "text/html; charset=utf-8", bytes: PackageResources.console_html),
        ConsolePage(
            path: "/console.css", type: "text/css; charset=utf-8", bytes: PackageResources.console_css),
        ConsolePage(
            path: "/console.js", type: "text/javascript; charset=utf-8", bytes: PackageResources.console_js),
    ]

    /// Nothing is loaded from elsewhere, no script or style is inline, and no page may frame this one.
    private static let policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:; "
        + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

    var response: Response {
        var headers = HTTPFields()
        headers[.contentType] = type
        headers[.cacheControl] = "no-cache"
        headers[.xContentTypeOptions] = "nosniff"
        headers[.contentSecurityPolicy] = Self.policy
        return Response(
            status: .ok, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
    }
}
