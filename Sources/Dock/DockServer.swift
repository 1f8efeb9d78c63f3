import HTTPTypes
public import Hummingbird
import KioskCore
public import Logging
import NIOCore
import ServiceLifecycle
public import SimulatedDevices

/// The workbench in the browser: its API (docs/architecture.md, "The workbench") and its page.
public struct DockServer: Sendable {
    private let kiosks: [KioskProcess]
    private let tray: PaperTray
    private let spoil: @Sendable (VirtualPrinterFault) async -> Void
    private let about: @Sendable () async -> About

    /// What the page is told besides the kiosks.
    public struct About: Encodable, Sendable {
        /// A code to hold under the scanner.
        public struct Example: Encodable, Sendable {
            let label: String
            let payload: String

            public init(_ label: String, _ payload: String) {
                self.label = label
                self.payload = payload
            }
        }
        let console: String?
        let printerQueue: String?
        /// The centre's file, for `kiosk-central import`.
        let database: String?
        let examples: [Example]

        public init(console: String?, printerQueue: String?, database: String?, examples: [Example]) {
            self.console = console
            self.printerQueue = printerQueue
            self.database = database
            self.examples = examples
        }
    }

    /// - Parameters:
    ///   - kiosks: The first one is meant when a call names none.
    ///   - tray: The tray of the kiosks that print.
    ///   - spoil: Puts the printer into a condition.
    public init(
        kiosks: [KioskProcess], tray: PaperTray, about: @escaping @Sendable () async -> About,
        spoil: @escaping @Sendable (VirtualPrinterFault) async -> Void
    ) {
        self.kiosks = kiosks
        self.tray = tray
        self.about = about
        self.spoil = spoil
    }

    /// The server as a service, on loopback only.
    public func application(
        port: Int, logger: Logger, whenOpen: @escaping @Sendable () async -> Void
    ) -> some ApplicationProtocol {
        Application(
            router: router(),
            configuration: ApplicationConfiguration(
                address: .hostname("127.0.0.1", port: port), serverName: nil),
            onServerRunning: { _ in await whenOpen() }, logger: logger)
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
            router.get("dock/\(path)") { request, _ in try await pass(request) }
        }
        for path in ["touch", "scan"] {
            router.post("dock/\(path)") { request, _ in try await pass(request) }
        }
        router.get("dock/state") { request, _ in try await state(request) }
        router.post("dock/fault") { request, _ in try await fault(request) }
        router.get("dock/tray") { request, _ in try await slips(request) }
        router.get("dock/tray/:slip") { request, context in
            try await slip(context.parameters.get("slip") ?? "", request)
        }
        return router
    }

    private func kiosk(_ request: Request) throws(DockProblem) -> KioskProcess {
        let name = request.uri.queryParameters["kiosk"].map(String.init)
        if let kiosk = kiosks.first(where: { name == nil || $0.id == name }) { return kiosk }
        throw DockProblem(
            .notFound, "there is no such kiosk; there are \(kiosks.map(\.id).joined(separator: ", "))")
    }

    /// The kiosk itself answers, in the same shape.
    private func pass(_ request: Request) async throws -> Response {
        let kiosk = try kiosk(request)
        let body = request.method == .post ? try await request.boundedBody() : nil
        let answer = try await answer(of: kiosk, request.method.rawValue, request.uri.string, body: body)
        var headers: HTTPFields = [.cacheControl: "no-store"]
        headers[.contentType] = answer.contentType
        headers[.frame] = answer.frame
        return Response(
            status: .init(code: answer.status), headers: headers, body: ResponseBody(byteBuffer: answer.body))
    }

    private func answer(
        of kiosk: KioskProcess, _ method: String, _ uri: String, body: ByteBuffer?
    ) async throws -> KioskProcess.Answer {
        // A page that waits for the next picture must not hold up the end of the demo.
        try await cancelWhenGracefulShutdown { try await kiosk.ask(method, uri, body: body) }
    }

    private func state(_ request: Request) async throws -> Response {
        let kiosk = try kiosk(request)
        let answer = try await answer(of: kiosk, "GET", "/dock/state", body: nil)
        return try DockState.response(
            status: answer.body, switches: await kiosk.switches,
            printerQueue: kiosk.role == .dispenser ? await about().printerQueue : nil)
    }

    private func fault(_ request: Request) async throws -> Response {
        let kiosk = try kiosk(request)
        let order = try await request.json(FaultOrder.self, shape: FaultOrder.shape)
        let fault = try Fault(device: order.device, state: order.state)
        switch fault {
        case .printer(let condition):
            guard kiosk.role == .dispenser else {
                throw DockProblem(.badRequest, "the kiosk \(kiosk.id) has no printer")
            }
            await spoil(condition)
        case .link(let condition): kiosk.link.become(condition)
        case .powerCut: await kiosk.cutPower()
        case .scanner, .clock, .disk:
            let body = try ByteBuffer(bytes: order.json())
            let answer = try await answer(of: kiosk, "POST", "/dock/fault", body: body)
            guard answer.status < 300 else {
                throw DockProblem(.init(code: answer.status), String(buffer: answer.body))
            }
        }
        await kiosk.remember(fault, as: order.state)
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
        else { throw DockProblem(.notFound, "there is no such slip on the tray of \(kiosk.id)") }
        return .png(slip.picture)
    }
}
