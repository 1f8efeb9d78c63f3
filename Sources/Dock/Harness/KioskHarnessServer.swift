import Drawing
import HTTPTypes
public import Hummingbird
import KioskCore
public import Logging
import SimulatedDevices

/// The kiosk process's side of the Dock: an HTTP server on a Unix socket.
///
/// The Dock forwards requests with the same paths and bodies, so they are defined once.
public struct KioskHarnessServer<Kiosk: HarnessedKiosk>: Sendable {
    private let harness: KioskHarness<Kiosk>
    private let pictures = PictureCache()

    public init(_ harness: KioskHarness<Kiosk>) { self.harness = harness }

    /// The server as a service.
    public func application(socket: String, logger: Logger) -> some ApplicationProtocol {
        Application(
            router: router(),
            configuration: ApplicationConfiguration(
                address: .unixDomainSocket(path: socket), serverName: nil),
            logger: logger)
    }

    func router() -> Router<BasicRequestContext> {
        let router = Router()
        router.get("harness/ready") { _, _ in HTTPResponse.Status.noContent }
        router.get("dock/view") { _, _ in try Response.json(await harness.kiosk.screen()) }
        router.get("dock/state") { _, _ in try Response.json(await harness.kiosk.status()) }
        router.get("dock/screen.png") { request, _ in try await screen(request) }
        router.post("dock/touch") { request, _ in try await touch(request) }
        router.post("dock/scan") { request, _ in try await scan(request) }
        router.post("dock/fault") { request, _ in try await fault(request) }
        return router
    }

    private func screen(_ request: Request) async throws -> Response {
        var frame = harness.display.frame
        if let after = request.uri.queryParameters.get("after", as: Int64.self) {
            frame = await harness.display.frame(after: after, within: DockTimes.longPoll)
            if frame <= after { return Response(status: .noContent) }
        }
        let picture = await pictures.png(of: frame, from: harness.kiosk)
        return .png(picture, headers: [.frame: String(frame)])
    }

    private func touch(_ request: Request) async throws -> Response {
        let body = try await request.json(TouchRequest.self, example: TouchRequest.example)
        let size = harness.display.size
        guard let point = body.point(on: size) else {
            throw DockError(
                .badRequest, "the point is not on the screen, which is \(size.width) by \(size.height)")
        }
        switch body.kind {
        case .down: await harness.touch.perform([TouchEvent(.down, at: point)])
        case .move: await harness.touch.perform([TouchEvent(.move, at: point)])
        case .up: await harness.touch.perform([TouchEvent(.up, at: point)])
        case nil: await harness.touch.tap(point)
        }
        return try .json(["frame": harness.display.frame])
    }

    private func scan(_ request: Request) async throws -> Response {
        let body = try await request.json(ScanRequest.self, example: ScanRequest.example)
        let bytes = try body.bytes()
        let delivered = await harness.scanner.read(Scan(bytes: bytes))
        return try .json(["delivered": delivered])
    }

    private func fault(_ request: Request) async throws -> Response {
        let body = try await request.json(FaultRequest.self, example: FaultRequest.example)
        switch try DockFault(device: body.device, state: body.state) {
        case .scanner(let condition): harness.scanner.set(condition)
        case .clock(.real): harness.clock.reset()
        case .clock(.instant(let wall)): harness.clock.set(to: wall)
        case .disk(let condition): await harness.kiosk.limitStore(condition == .full)
        case .printer, .link, .powerCut:
            throw DockError(.badRequest, "the \(body.device) is not simulated in this process")
        }
        return Response(status: .noContent)
    }
}

/// The last picture as a PNG, encoded once for all requests.
private actor PictureCache {
    private var last: (frame: Int64, png: [UInt8])?

    func png(of frame: Int64, from kiosk: some HarnessedKiosk) async -> [UInt8] {
        if let last, last.frame == frame { return last.png }
        let png = await kiosk.picture().png()
        last = (frame, png)
        return png
    }
}

extension HTTPField.Name {
    /// The number of the picture in a response.
    static let frame = HTTPField.Name("X-Frame") ?? .eTag
}
