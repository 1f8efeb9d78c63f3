import Drawing
import HTTPTypes
public import Hummingbird
import KioskCore
public import Logging
import SimulatedDevices

/// The bench's end of the Dock: what one kiosk process answers on its Unix socket.
///
/// The Dock passes on what it was asked with the same paths and bodies, so the shapes are written once.
public struct BenchServer<Kiosk: BenchedKiosk>: Sendable {
    private let bench: Bench<Kiosk>
    private let pictures = PictureCache()

    public init(_ bench: Bench<Kiosk>) { self.bench = bench }

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
        router.get("bench/ready") { _, _ in HTTPResponse.Status.noContent }
        router.get("dock/view") { _, _ in try Response.json(await bench.kiosk.screen()) }
        router.get("dock/state") { _, _ in try Response.json(await bench.kiosk.status()) }
        router.get("dock/screen.png") { request, _ in try await screen(request) }
        router.post("dock/touch") { request, _ in try await touch(request) }
        router.post("dock/scan") { request, _ in try await scan(request) }
        router.post("dock/fault") { request, _ in try await fault(request) }
        return router
    }

    private func screen(_ request: Request) async throws -> Response {
        var frame = bench.frames.frame
        if let after = request.uri.queryParameters.get("after", as: Int.self) {
            frame = await bench.frames.frame(after: after, within: DockTimes.longPoll)
            if frame <= after { return Response(status: .noContent) }
        }
        let picture = await pictures.png(of: frame, from: bench.kiosk)
        return .png(picture, extra: [.frame: String(frame)])
    }

    private func touch(_ request: Request) async throws -> Response {
        let order = try await request.json(TouchOrder.self, shape: TouchOrder.shape)
        let size = bench.frames.size
        guard let point = order.point(on: size) else {
            throw DockProblem(
                .badRequest, "the point is not on the screen, which is \(size.width) by \(size.height)")
        }
        switch order.kind {
        case .down: await bench.touch.perform([TouchEvent(.down, at: point)])
        case .move: await bench.touch.perform([TouchEvent(.move, at: point)])
        case .up: await bench.touch.perform([TouchEvent(.up, at: point)])
        case nil: await bench.touch.tap(point)
        }
        return try .json(["frame": bench.frames.frame])
    }

    private func scan(_ request: Request) async throws -> Response {
        let order = try await request.json(ScanOrder.self, shape: ScanOrder.shape)
        let bytes = try order.bytes()
        let delivered = await bench.scanner.read(Scan(bytes: bytes))
        return try .json(["delivered": delivered])
    }

    private func fault(_ request: Request) async throws -> Response {
        let order = try await request.json(FaultOrder.self, shape: FaultOrder.shape)
        switch try Fault(device: order.device, state: order.state) {
        case .scanner(let condition): bench.scanner.become(condition)
        case .clock(.real): bench.clock.setRight()
        case .clock(.instant(let wall)): bench.clock.set(to: wall)
        case .disk(let condition): await bench.kiosk.limitStore(condition == .full)
        case .printer, .link, .powerCut:
            throw DockProblem(.badRequest, "the \(order.device) is not on this side of the cable")
        }
        return Response(status: .noContent)
    }
}

/// The last picture as a PNG, made once however many ask.
private actor PictureCache {
    private var last: (frame: Int, png: [UInt8])?

    func png(of frame: Int, from kiosk: some BenchedKiosk) async -> [UInt8] {
        if let last, last.frame == frame { return last.png }
        let png = await kiosk.picture().png()
        last = (frame, png)
        return png
    }
}

extension HTTPField.Name {
    /// The number of the picture in an answer.
    static let frame = HTTPField.Name("X-Frame") ?? .eTag
}
