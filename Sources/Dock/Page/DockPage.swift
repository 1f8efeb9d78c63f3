import HTTPTypes
import Hummingbird
import NIOCore

/// The page: three files embedded in the program, nothing from elsewhere.
enum DockPage {
    static let policy = """
        default-src 'none'; script-src 'self'; style-src 'self'; \
        img-src 'self' blob: data:; connect-src 'self'; base-uri 'none'; form-action 'none'; \
        frame-ancestors 'none'
        """

    static func addRoutes(to router: Router<BasicRequestContext>) {
        router.get("/") { _, _ in file(PackageResources.dock_html, "text/html") }
        router.get("dock.css") { _, _ in file(PackageResources.dock_css, "text/css") }
        router.get("dock.js") { _, _ in file(PackageResources.dock_js, "text/javascript") }
    }

    private static func file(_ bytes: [UInt8], _ type: String) -> Response {
        Response(
            status: .ok, headers: [.contentType: "\(type); charset=utf-8", .cacheControl: "no-cache"],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
    }
}
