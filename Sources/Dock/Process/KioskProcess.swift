import AsyncHTTPClient
public import Foundation
import HTTPTypes
public import KioskCore
public import Logging
import NIOCore
import NIOFoundationCompat
import NIOHTTP1
public import ServiceLifecycle

/// One kiosk as a process of its own: it is supervised, restarted, and killed to simulate a power cut.
public actor KioskProcess: Service {
    public nonisolated let id: String
    public nonisolated let role: KioskRole
    /// The kiosk's network connection to the central system.
    public nonisolated let network: NetworkFaultProxy

    private let executable: URL
    private let arguments: [String]
    private let directory: URL
    private let clock: DemoClock
    private let logger: Logger
    private let client: HTTPClient
    private var child: SupervisedProcess?
    private var socket: String?
    private var starts = 0
    private var isCut = false
    /// How far the kiosk's clock is ahead of the demo's; a restarted kiosk keeps it, as it keeps the
    /// switches.
    private var clockOffset: Int64 = 0
    public private(set) var switches = FaultSwitches()

    /// - Parameters:
    ///   - arguments: The command that runs the kiosk; the harness's options are added.
    ///   - directory: The directory of its log and socket.
    ///   - clock: The demo's clock.
    public init(
        id: String, role: KioskRole, network: NetworkFaultProxy, executable: URL, arguments: [String],
        directory: URL, clock: DemoClock, logger: Logger
    ) {
        self.id = id
        self.role = role
        self.network = network
        self.executable = executable
        self.arguments = arguments
        self.directory = directory
        self.clock = clock
        self.logger = logger
        var configuration = HTTPClient.Configuration()
        configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = 64
        client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
        if role == .dispenser { switches.printer = "ok" }
    }

    /// Keeps the kiosk running until the service group shuts down.
    public func run() async throws {
        await cancelWhenGracefulShutdown { try? await self.supervise() }
        await child?.terminate(within: DockTimes.termination)
        try await client.shutdown()
    }

    private func supervise() async throws {
        var delay = DockTimes.restartDelay.first
        while !Task.isCancelled {
            let began = ContinuousClock.now
            let child = try start()
            await becomeReady(child)
            await child.waitUntilExit()
            guard !Task.isCancelled else { return }
            socket = nil
            self.child = nil
            if isCut {
                isCut = false
                continue
            }
            if began.duration(to: .now) > DockTimes.stableRun { delay = DockTimes.restartDelay.first }
            logger.warning("a kiosk exited and is started again", metadata: ["kiosk": "\(id)"])
            try await Task.sleep(for: delay)
            delay = min(delay * 2, DockTimes.restartDelay.last)
        }
    }

    private func start() throws -> SupervisedProcess {
        starts += 1
        // A new name for every start, so that no request reaches a kiosk that was killed. A kept directory
        // may hold one of an earlier run.
        try? FileManager.default.removeItem(atPath: socketPath)
        let file = directory.appending(path: "\(id).log")
        if !FileManager.default.fileExists(atPath: file.path) {
            _ = FileManager.default.createFile(
                atPath: file.path, contents: nil, attributes: [.posixPermissions: 0o600])
        }
        let log = try FileHandle(forWritingTo: file)
        defer { try? log.close() }
        try log.seekToEnd()
        let child = try SupervisedProcess(executable, arguments + harnessOptions, log: log)
        self.child = child
        return child
    }

    private var socketPath: String { directory.appending(path: "dock-\(starts).sock").path }

    private var harnessOptions: [String] {
        [
            "--socket", socketPath, "--scanner", switches.scanner.rawValue, "--disk", switches.disk.rawValue,
            "--clock-offset=\(clockOffset)",
        ]
    }

    private func becomeReady(_ child: SupervisedProcess) async {
        let path = socketPath
        let deadline = ContinuousClock.now.advanced(by: DockTimes.start)
        while child.isRunning, !Task.isCancelled {
            if FileManager.default.fileExists(atPath: path),
                (try? await send("GET", "/harness/ready", body: nil, to: path, within: DockTimes.startWait))
                    != nil
            {
                socket = path
                return
            }
            if ContinuousClock.now > deadline { child.kill() }
            try? await Task.sleep(for: DockTimes.pollInterval)
        }
    }

    /// A kiosk's response.
    struct HarnessResponse: Sendable {
        let status: Int
        let contentType: String?
        let frame: String?
        let body: ByteBuffer
    }

    /// Waits until the kiosk has caught up with the central system, but no longer than the limit.
    public func waitUntilSynchronised(within limit: Duration) async {
        struct Status: Decodable { let link: String? }
        let deadline = ContinuousClock.now.advanced(by: limit)
        while ContinuousClock.now < deadline, !Task.isCancelled {
            if let response = try? await forward("GET", "/dock/state"),
                let status = try? JSONDecoder().decode(Status.self, from: Data(buffer: response.body)),
                status.link == nil || status.link == LinkState.online.rawValue
            {
                return
            }
            try? await Task.sleep(for: .milliseconds(50))
        }
    }

    /// Forwards a request to the kiosk.
    ///
    /// While the kiosk starts, the request waits a moment and is then refused.
    func forward(_ method: String, _ uri: String, body: ByteBuffer? = nil) async throws(DockError)
        -> HarnessResponse
    {
        let deadline = ContinuousClock.now.advanced(by: DockTimes.startWait)
        while socket == nil, ContinuousClock.now < deadline, !Task.isCancelled {
            try? await Task.sleep(for: DockTimes.pollInterval)
        }
        guard let socket else { throw restarting }
        do {
            return try await send(method, uri, body: body, to: socket, within: DockTimes.response)
        } catch {
            throw restarting
        }
    }

    private var restarting: DockError {
        DockError(.serviceUnavailable, "the kiosk \(id) is starting; try again in a moment")
    }

    private func send(
        _ method: String, _ uri: String, body: ByteBuffer?, to socket: String, within limit: Duration
    ) async throws -> HarnessResponse {
        let url = URL(httpURLWithSocketPath: socket, uri: uri)
        guard let url else { throw restarting }
        var request = HTTPClientRequest(url: url.absoluteString)
        request.method = .init(rawValue: method)
        if let body { request.body = .bytes(body) }
        let response = try await client.execute(request, timeout: TimeAmount(limit))
        return HarnessResponse(
            status: Int(response.status.code), contentType: response.headers.first(name: "content-type"),
            frame: response.headers.first(name: "x-frame"),
            body: try await response.body.collect(upTo: 32 << 20))
    }

    /// Kills the kiosk without warning; returns when it has ended.
    ///
    /// It is started again at once, with its files.
    func cutPower() async {
        guard let child else { return }
        isCut = true
        socket = nil
        child.kill()
        let deadline = ContinuousClock.now.advanced(by: DockTimes.startWait)
        while self.child === child, ContinuousClock.now < deadline, !Task.isCancelled {
            try? await Task.sleep(for: DockTimes.pollInterval)
        }
    }

    /// Records the position of a switch.
    func record(_ fault: DockFault, as state: String) {
        switch fault {
        case .printer: switches.printer = state
        case .scanner(let condition): switches.scanner = condition
        case .disk(let condition): switches.disk = condition
        case .link(let condition): switches.link = condition
        case .clock(let setting):
            switches.clock = state
            clockOffset =
                switch setting {
                case .real: 0
                case .instant(let wall): wall.milliseconds - clock.now.milliseconds
                }
        case .powerCut: break
        }
    }
}
