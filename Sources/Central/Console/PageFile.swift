import HTTPTypes
import Hummingbird
import NIOCore

/// One of the files of the console's page, built into the program.
struct PageFile: Sendable {
    let path: RouterPath
    let type: String
    let bytes: [UInt8]

    static let all = [
        PageFile(path: "/", type: "text/html; charset=utf-8", bytes: PackageResources.console_html),
        PageFile(path: "/console.css", type: "text/css; charset=utf-8", bytes: PackageResources.console_css),
        PageFile(
            path: "/console.js", type: "text/javascript; charset=utf-8", bytes: PackageResources.console_js),
    ]

    /// Nothing comes from elsewhere, nothing is written in the page itself, nobody may frame it.
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
