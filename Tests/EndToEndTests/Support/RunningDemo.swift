import Foundation
import SimulatedDevices
import Synchronization
import TestKit
import Testing

/// The built `kiosk-demo`, running on a free port with files of its own.
final class RunningDemo: Sendable {
    /// The demo that the suites of this target share.
    @TaskLocal static var shared: RunningDemo?

    static var current: RunningDemo {
        get throws { try #require(shared, "the suite lacks the trait .demo") }
    }

    /// The temporary directory that its own is in.
    let place: URL
    let dock: DockClient
    private let process: Process
    private let outputFile: URL

    /// Starts a demo and waits until its address is printed.
    init() async throws {
        place = FileManager.default.temporaryDirectory.appending(
            path: "kiosk-e2e-\(UUID().uuidString.prefix(8))")
        outputFile = place.appendingPathExtension("out")
        // cupsd's filters run as another user and pass through.
        try FileManager.default.createDirectory(
            at: place, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o711])
        dock = DockClient(port: Int(try LoopbackPort.free()))
        try #require(FileManager.default.createFile(atPath: outputFile.path, contents: nil))
        process = Process()
        process.executableURL = try Self.executable("kiosk-demo")
        process.currentDirectoryURL = Self.root
        process.environment = ProcessInfo.processInfo.environment.merging(
            ["DEMO_PORT": String(dock.port), "TMPDIR": place.path]
        ) { $1 }
        process.standardInput = FileHandle.nullDevice
        let log = try FileHandle(forWritingTo: outputFile)
        process.standardOutput = log
        process.standardError = log
        try process.start()
        do {
            try await eventually("the demo's address", within: .seconds(120)) {
                try #require(process.isRunning, "the demo ended: \(output)")
                return output.contains("http://127.0.0.1:\(dock.port)")
            }
        } catch {
            try await end()
            throw error
        }
    }

    /// Everything that it has printed.
    var output: String { (try? String(contentsOf: outputFile, encoding: .utf8)) ?? "" }
    var isRunning: Bool { process.isRunning }

    /// Its directory, while it exists.
    var state: URL? {
        try? FileManager.default.contentsOfDirectory(at: place, includingPropertiesForKeys: nil).first
    }

    /// Sends it a signal.
    func send(_ signal: Int32) { kill(process.processIdentifier, signal) }

    /// Ends it.
    func end() async throws {
        send(SIGINT)
        defer {
            send(SIGKILL)
            try? FileManager.default.removeItem(at: place)
            try? FileManager.default.removeItem(at: outputFile)
        }
        try await eventually("the demo to end", within: .seconds(30)) { !process.isRunning }
    }

    /// The package's directory.
    static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()

    /// A program that was built beside these tests.
    static func executable(_ name: String) throws -> URL {
        let tests = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()
        let candidates = [tests, root.appending(path: ".build/debug")].map { $0.appending(path: name) }
        return try #require(
            candidates.first { FileManager.default.isExecutableFile(atPath: $0.path) }, "\(name) is not built"
        )
    }
}

/// Starts one demo for a whole suite, and ends it.
struct DemoTrait: SuiteTrait, TestScoping {
    func provideScope(
        for test: Test, testCase: Test.Case?, performing body: @concurrent @Sendable () async throws -> Void
    ) async throws {
        let demo = try await RunningDemo()
        let outcome: Result<Void, any Error>
        do { outcome = .success(try await RunningDemo.$shared.withValue(demo) { try await body() }) } catch {
            outcome = .failure(error)
        }
        try await demo.end()
        try outcome.get()
    }
}

extension Trait where Self == DemoTrait {
    static var demo: Self { DemoTrait() }
}
