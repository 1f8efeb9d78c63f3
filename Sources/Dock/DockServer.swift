import HTTPTypes
public import Hummingbird
public import KioskCore
public import Logging
import NIOCore
import ServiceLifecycle
public import SimulatedDevices

/// The dev dock in the browser: its API (docs/architecture.md, "The demo and its dev dock") and its page.
public struct DockServer: Sendable {
    private let kiosks: [KioskProcess]
    private let tray: PaperTray
    private let setPrinter: @Sendable (VirtualPrinterFault) async -> Void
    private let about: @Sendable () async -> About

    /// `GET /dock/about`: what the page shows besides the kiosks.
    public struct About: Encodable, Sendable {
        /// A code to scan, with its names.
        public struct Example: Encodable, Sendable {
            let label: String
            let english: String
            let payload: String

            public init(_ label: String, _ english: String, _ payload: String) {
                self.label = label
                self.english = english
                self.payload = payload
            }
        }
        let console: String?
        let printerQueue: String?
        /// The central system's database, for `kiosk-central import`.
        let database: String?
        let examples: [Example]
        /// The demo's clock, as ISO 8601.
        let time: String

        public init(
            console: String?, printerQueue: String?, database: String?, examples: [Example], time: Timestamp
        ) {
            self.console = console
            self.printerQueue = printerQueue
            self.database = database
            self.examples = examples
            self.time = time.iso8601
        }
    }

    /// - Parameters:
    ///   - kiosks: The first one serves requests that name none.
    ///   - tray: The tray of the kiosks that print.
    ///   - setPrinter: Puts the printer into a condition.
    public init(
        kiosks: [KioskProcess], tray: PaperTray, about: @escaping @Sendable () async -> About,
        setPrinter: @escaping @Sendable (VirtualPrinterFault) async -> Void
    ) {
        self.kiosks = kiosks
        self.tray = tray
        self.about = about
        self.setPrinter = setPrinter
    }

    /// The server as a service, on loopback only.
    public func application(
        port: Int, logger: Logger, onOpen: @escaping @Sendable () async -> Void
    ) -> some ApplicationProtocol {
        Application(
            router: router(),
            configuration: ApplicationConfiguration(
                address: .hostname("127.0.0.1", port: port), serverName: nil),
            onServerRunning: { _ in await onOpen() }, logger: logger)
    }

    func router() -> Router<BasicRequestContext> {
        let router = Router()
        router.add(middleware: LoopbackOnly())
        DockPage.addRoutes(to: router)
        router.get("dock/about") { _, _ in try Response.json(await about()) }
        router.get("dock/kiosks") { _, _ in
            try Response.json(kiosks.map { ["id": $0.id, "role": $0.role.rawValue] })
        }
        for path in ["view", "screen.png"] {
            router.get("dock/\(path)") { request, _ in try await forward(request) }
        }
        for path in ["touch", "scan"] {
            router.post("dock/\(path)") { request, _ in try await forward(request) }
        }
        router.get("dock/state") { request, _ in try await state(request) }
        router.post("dock/fault") { request, _ in try await fault(request) }
        router.get("dock/tray") { request, _ in try await slips(request) }
        router.get("dock/tray/:slip") { request, context in
            try await slip(context.parameters.get("slip") ?? "", request)
        }
        return router
    }

    private func kiosk(_ request: Request) throws(DockError) -> KioskProcess {
        let name = request.uri.queryParameters["kiosk"].map(String.init)
        if let kiosk = kiosks.first(where: { name == nil || $0.id == name }) { return kiosk }
        throw DockError(
            .notFound, "there is no such kiosk; there are \(kiosks.map(\.id).joined(separator: ", "))")
    }

    /// Forwards a request to the kiosk's process.
    private func forward(_ request: Request) async throws -> Response {
        let kiosk = try kiosk(request)
        let body = request.method == .post ? try await request.boundedBody() : nil
        let response = try await response(of: kiosk, request.method.rawValue, request.uri.string, body: body)
        var headers: HTTPFields = [.cacheControl: "no-store"]
        headers[.contentType] = response.contentType
        headers[.frame] = response.frame
        return Response(
            status: .init(code: response.status), headers: headers,
            body: ResponseBody(byteBuffer: response.body))
    }

    private func response(
        of kiosk: KioskProcess, _ method: String, _ uri: String, body: ByteBuffer?
    ) async throws -> KioskProcess.HarnessResponse {
        // A page that waits for the next picture must not delay the end of the demo.
        try await cancelWhenGracefulShutdown { try await kiosk.forward(method, uri, body: body) }
    }

    private func state(_ request: Request) async throws -> Response {
        let kiosk = try kiosk(request)
        let response = try await response(of: kiosk, "GET", "/dock/state", body: nil)
        return try DockState.response(
            status: response.body, switches: await kiosk.switches,
            printerQueue: kiosk.role == .dispenser ? await about().printerQueue : nil)
    }

    private func fault(_ request: Request) async throws -> Response {
        let kiosk = try kiosk(request)
        let body = try await request.json(FaultRequest.self, example: FaultRequest.example)
        let fault = try DockFault(device: body.device, state: body.state)
        switch fault {
        case .printer(let condition):
            guard kiosk.role == .dispenser else {
                throw DockError(.badRequest, "the kiosk \(kiosk.id) has no printer")
            }
            await setPrinter(condition)
        case .link(let condition): kiosk.network.set(condition)
        case .powerCut: await kiosk.cutPower()
        case .scanner, .clock, .disk:
            let forwarded = try ByteBuffer(bytes: body.json())
            let response = try await response(of: kiosk, "POST", "/dock/fault", body: forwarded)
            guard response.status < 300 else {
                throw DockError(.init(code: response.status), String(buffer: response.body))
            }
        }
        await kiosk.record(fault, as: body.state)
        return try .json(await kiosk.switches)
    }

    private func slips(_ request: Request) async throws -> Response {
        let kiosk = try kiosk(request)
        let slips = kiosk.role == .dispenser ? await tray.slips : []
        return try .json(slips.map { SlipLine($0, kiosk: kiosk.id) })
    }

    private func slip(_ name: String, _ request: Request) async throws -> Response {
        let kiosk = try kiosk(request)
        guard kiosk.role == .dispenser, name.hasSuffix(".png"), let id = Int(name.dropLast(4)),
            let slip = await tray.slip(id)
        else { throw DockError(.notFound, "there is no such slip on the tray of \(kiosk.id)") }
        return .png(slip.picture)
    }
}
