import AsyncHTTPClient
public import Foundation
import HTTPTypes
public import KioskCore
public import Logging
import NIOCore
import NIOFoundationCompat
import NIOHTTP1
public import ServiceLifecycle

/// One kiosk as a process of its own: started, watched, started again, and killed without warning when asked.
public actor KioskProcess: Service {
    public nonisolated let id: String
    public nonisolated let role: KioskRole
    /// The cable to the central system.
    public nonisolated let link: LinkProxy

    private let executable: URL
    private let arguments: [String]
    private let directory: URL
    private let logger: Logger
    private let client: HTTPClient
    private var child: ChildProcess?
    private var socket: String?
    private var starts = 0
    private var isCut = false
    /// Where the switches of the twins stand; a kiosk that starts again finds them as they were.
    private var clockOffset: Int64 = 0
    public private(set) var switches = Switches()

    /// - Parameters:
    ///   - arguments: What starts the kiosk; the bench's options are added.
    ///   - directory: Where its log and its socket are.
    public init(
        id: String, role: KioskRole, link: LinkProxy, executable: URL, arguments: [String], directory: URL,
        logger: Logger
    ) {
        self.id = id
        self.role = role
        self.link = link
        self.executable = executable
        self.arguments = arguments
        self.directory = directory
        self.logger = logger
        var configuration = HTTPClient.Configuration()
        configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = 64
        client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
        if role == .dispenser { switches.printer = "ok" }
    }

    /// Keeps the kiosk running until it is told to stop.
    public func run() async throws {
        await cancelWhenGracefulShutdown { try? await self.supervise() }
        await child?.end(within: DockTimes.end)
        try await client.shutdown()
    }

    private func supervise() async throws {
        var pause = DockTimes.backOff.first
        while !Task.isCancelled {
            let began = ContinuousClock.now
            let child = try start()
            await becomeReady(child)
            await child.ended()
            guard !Task.isCancelled else { return }
            socket = nil
            self.child = nil
            if isCut {
                isCut = false
                continue
            }
            if began.duration(to: .now) > DockTimes.healthy { pause = DockTimes.backOff.first }
            logger.warning("a kiosk ended by itself and is started again", metadata: ["kiosk": "\(id)"])
            try await Task.sleep(for: pause)
            pause = min(pause * 2, DockTimes.backOff.last)
        }
    }

    private func start() throws -> ChildProcess {
        starts += 1
        // A name for every start: nobody asks the kiosk that was. A kept directory may hold one of another run.
        try? FileManager.default.removeItem(atPath: socketPath)
        let file = directory.appending(path: "\(id).log")
        if !FileManager.default.fileExists(atPath: file.path) {
            _ = FileManager.default.createFile(
                atPath: file.path, contents: nil, attributes: [.posixPermissions: 0o600])
        }
        let log = try FileHandle(forWritingTo: file)
        defer { try? log.close() }
        try log.seekToEnd()
        let child = try ChildProcess(executable, arguments + benchOptions, log: log)
        self.child = child
        return child
    }

    private var socketPath: String { directory.appending(path: "bench-\(starts).sock").path }

    private var benchOptions: [String] {
        [
            "--bench", socketPath, "--scanner", switches.scanner.rawValue, "--disk", switches.disk.rawValue,
            "--clock-offset=\(clockOffset)",
        ]
    }

    private func becomeReady(_ child: ChildProcess) async {
        let path = socketPath
        let deadline = ContinuousClock.now.advanced(by: DockTimes.start)
        while child.isRunning, !Task.isCancelled {
            if FileManager.default.fileExists(atPath: path),
                (try? await send("GET", "/bench/ready", body: nil, to: path, within: DockTimes.patience))
                    != nil
            {
                socket = path
                return
            }
            if ContinuousClock.now > deadline { child.kill() }
            try? await Task.sleep(for: DockTimes.glance)
        }
    }

    /// What a kiosk answered.
    struct Answer: Sendable {
        let status: Int
        let contentType: String?
        let frame: String?
        let body: ByteBuffer
    }

    /// Waits until the kiosk has caught up with the central system, but no longer than the limit.
    public func becomesCurrent(within limit: Duration) async {
        struct Status: Decodable { let link: String? }
        let deadline = ContinuousClock.now.advanced(by: limit)
        while ContinuousClock.now < deadline, !Task.isCancelled {
            if let answer = try? await ask("GET", "/dock/state"),
                let status = try? JSONDecoder().decode(Status.self, from: Data(buffer: answer.body)),
                status.link == nil || status.link == LinkState.online.rawValue
            {
                return
            }
            try? await Task.sleep(for: .milliseconds(50))
        }
    }

    /// Passes a call on to the kiosk.
    ///
    /// While it starts, the call waits a moment and is then refused.
    func ask(_ method: String, _ uri: String, body: ByteBuffer? = nil) async throws(DockProblem) -> Answer {
        let deadline = ContinuousClock.now.advanced(by: DockTimes.patience)
        while socket == nil, ContinuousClock.now < deadline, !Task.isCancelled {
            try? await Task.sleep(for: DockTimes.glance)
        }
        guard let socket else { throw restarting }
        do {
            return try await send(method, uri, body: body, to: socket, within: DockTimes.answer)
        } catch {
            throw restarting
        }
    }

    private var restarting: DockProblem {
        DockProblem(.serviceUnavailable, "the kiosk \(id) is starting; ask again in a moment")
    }

    private func send(
        _ method: String, _ uri: String, body: ByteBuffer?, to socket: String, within limit: Duration
    ) async throws -> Answer {
        let url = URL(httpURLWithSocketPath: socket, uri: uri)
        guard let url else { throw restarting }
        var request = HTTPClientRequest(url: url.absoluteString)
        request.method = .init(rawValue: method)
        if let body { request.body = .bytes(body) }
        let response = try await client.execute(request, timeout: TimeAmount(limit))
        return Answer(
            status: Int(response.status.code), contentType: response.headers.first(name: "content-type"),
            frame: response.headers.first(name: "x-frame"),
            body: try await response.body.collect(upTo: 32 << 20))
    }

    /// Kills the kiosk; returns when it is dead.
    ///
    /// It is started again at once, with the files it has.
    func cutPower() async {
        guard let child else { return }
        isCut = true
        socket = nil
        child.kill()
        let deadline = ContinuousClock.now.advanced(by: DockTimes.patience)
        while self.child === child, ContinuousClock.now < deadline, !Task.isCancelled {
            try? await Task.sleep(for: DockTimes.glance)
        }
    }

    /// Remembers where a twin's switch stands.
    func remember(_ fault: Fault, as state: String) {
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
                case .instant(let wall):
                    wall.milliseconds - Int64((Date().timeIntervalSince1970 * 1000).rounded())
                }
        case .powerCut: break
        }
    }
}
