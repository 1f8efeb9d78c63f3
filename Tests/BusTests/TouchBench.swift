import Foundation
import Synchronization
import Testing

/// The emulated touch panel, compiled once for all tests.
enum TouchEmulator {
    /// What to install, when something is missing.
    static let whatIsMissing: String? = {
        let check = "command -v umockdev-wrapper cc && pkg-config --exists umockdev-1.0 gio-unix-2.0"
        return run(check).status == 0
            ? nil : "bus tests need Debian's umockdev, libumockdev-dev, gcc and pkg-config"
    }()

    static let program: Result<String, BuildFailure> = {
        let source = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "emulators/touch_panel.c").path
        let output = NSTemporaryDirectory() + "kiosk-touch-panel-\(ProcessInfo.processInfo.processIdentifier)"
        let built = run(
            "cc -Wall -O1 -o '\(output)' '\(source)' $(pkg-config --cflags --libs umockdev-1.0 gio-unix-2.0)")
        return built.status == 0 ? .success(output) : .failure(BuildFailure(output: built.output))
    }()

    struct BuildFailure: Error { var output: String }

    private static func run(_ command: String) -> (status: Int32, output: String) {
        let process = Process()
        process.executableURL = URL(filePath: "/bin/sh")
        process.arguments = ["-c", "{ \(command); } 2>&1"]
        let pipe = Pipe()
        process.standardOutput = pipe
        do { try process.run() } catch { return (127, "\(error)") }
        let output = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        return (process.terminationStatus, output)
    }
}

/// The panel probe on an emulated touch panel.
final class TouchBench: Sendable {
    private let heard = Mutex((lines: [String](), touches: [String](), part: [UInt8]()))
    private let process = Process()
    private let input: FileHandle

    /// For a machine that is busy with other things.
    private static let patience = Duration.seconds(120)

    init(_ arguments: [String]) throws {
        let probe = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent()
            .appending(path: "PanelProbe").path
        process.executableURL = URL(filePath: "/bin/sh")
        process.arguments =
            ["-c", "exec umockdev-wrapper \"$@\"", "sh", try TouchEmulator.program.get(), probe] + arguments
        let pipes = (input: Pipe(), output: Pipe())
        process.standardInput = pipes.input
        process.standardOutput = pipes.output
        process.standardError = pipes.output
        input = pipes.input.fileHandleForWriting
        pipes.output.fileHandleForReading.readabilityHandler = { [weak self] handle in
            let data = handle.availableData
            if data.isEmpty { handle.readabilityHandler = nil } else { self?.hear(data) }
        }
        try process.run()
    }

    deinit { if process.isRunning { process.terminate() } }

    private func hear(_ data: Data) {
        heard.withLock { heard in
            heard.part += data
            while let end = heard.part.firstIndex(of: 0x0A) {
                let line = String(decoding: heard.part[..<end], as: UTF8.self)
                heard.lines.append(line)
                if line.hasPrefix("touch ") { heard.touches.append(String(line.dropFirst(6))) }
                heard.part.removeFirst(end + 1)
            }
        }
    }

    /// Every touch since the beginning.
    var touches: [String] { heard.withLock { $0.touches } }

    /// All at once, so that a busy machine puts no time between them.
    func tell(_ lines: String...) throws { try tell(lines) }

    func tell(_ lines: [String]) throws {
        try input.write(contentsOf: Data(lines.map { $0 + "\n" }.joined().utf8))
    }

    /// Waits for the next line that begins so; it and what came before are forgotten.
    func expect(_ start: String) async throws {
        let deadline = ContinuousClock.now + Self.patience
        while ContinuousClock.now < deadline {
            let found = heard.withLock { heard in
                guard let at = heard.lines.firstIndex(where: { $0.hasPrefix(start) }) else { return false }
                heard.lines.removeFirst(at + 1)
                return true
            }
            if found { return }
            try await Task.sleep(for: .milliseconds(2))
        }
        throw Silence(expected: start, heard: heard.withLock { $0.lines })
    }

    /// Asks for the list of devices until the panel is in it, or is not.
    func expectPanel(listed: Bool) async throws {
        try await expectDevices("the panel, listed: \(listed)") {
            $0.contains("device multiTouch used Emulated Panel") == listed
        }
    }

    /// Asks for the list of devices until it is so.
    func expectDevices(_ what: String, _ isSo: ([String]) -> Bool) async throws {
        let deadline = ContinuousClock.now + Self.patience
        var answer: [String] = []
        while ContinuousClock.now < deadline {
            heard.withLock { $0.lines = [] }
            try tell("probe devices")
            answer = try await lines(until: "done devices")
            if isSo(answer) { return }
        }
        throw Silence(expected: what, heard: answer)
    }

    /// Everything up to a line.
    func lines(until end: String) async throws -> [String] {
        let deadline = ContinuousClock.now + Self.patience
        while ContinuousClock.now < deadline {
            let lines = heard.withLock { heard -> [String]? in
                guard let at = heard.lines.firstIndex(of: end) else { return nil }
                defer { heard.lines.removeFirst(at + 1) }
                return Array(heard.lines[..<at])
            }
            if let lines { return lines }
            try await Task.sleep(for: .milliseconds(2))
        }
        throw Silence(expected: end, heard: heard.withLock { $0.lines })
    }

    struct Silence: Error {
        var expected: String
        var heard: [String]
    }
}
