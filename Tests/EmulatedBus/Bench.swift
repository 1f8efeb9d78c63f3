import Foundation
import Synchronization

/// The emulator, compiled once for a whole run.
package enum Emulator {
    /// What to install, when something is missing.
    package static let whatIsMissing: String? = {
        for tool in ["umockdev-wrapper", "cc", "pkg-config"] where run("command -v \(tool)").status != 0 {
            return "bus tests need Debian's umockdev, libumockdev-dev, gcc, pkg-config: no \(tool)"
        }
        guard run("pkg-config --exists umockdev-1.0 gio-2.0").status == 0 else {
            return "bus tests need Debian's libumockdev-dev"
        }
        return nil
    }()

    static let program: Result<String, BuildFailure> = {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "emulator").path
        let output = NSTemporaryDirectory() + "kiosk-usb-bus-\(ProcessInfo.processInfo.processIdentifier)"
        let built = run(
            "cc -Wall -O1 -o '\(output)' '\(folder)/usb_bus.c' '\(folder)/usb_printer.c' "
                + "$(pkg-config --cflags --libs umockdev-1.0 gio-2.0)")
        return built.status == 0 ? .success(output) : .failure(BuildFailure(output: built.output))
    }()

    struct BuildFailure: Error, CustomStringConvertible {
        var output: String
        var description: String { "the emulated bus cannot be built: \(output)" }
    }

    private static func run(_ command: String) -> (status: Int32, output: String) {
        let process = Process()
        process.executableURL = URL(filePath: "/bin/sh")
        process.arguments = ["-c", command + " 2>&1"]
        let pipe = Pipe()
        process.standardOutput = pipe
        do { try process.run() } catch { return (127, "\(error)") }
        let output = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        return (process.terminationStatus, output)
    }
}

/// A program that was built beside this one.
package func builtProgram(_ name: String) -> String {
    URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent().appending(path: name).path
}

/// One emulated bus, perhaps with a program on it.
package final class Bench: Sendable {
    /// What was said, and when.
    package typealias Line = (text: String, at: ContinuousClock.Instant)

    private struct Heard {
        var lines: [Line] = []
        var part: [UInt8] = []
    }
    private let heard = Mutex(Heard())
    private let process: Process
    private let input: FileHandle
    private let scanners: [EmulatedScanner]
    private let folder: URL

    /// With the scanners' probe.
    package convenience init(_ scanners: [EmulatedScanner], _ arguments: [String] = []) throws {
        try self.init(
            scanners.map(\.specification), command: [builtProgram("ScannerProbe")] + arguments,
            scanners: scanners)
    }

    package init(_ specifications: [String], command: [String] = [], scanners: [EmulatedScanner] = []) throws
    {
        self.scanners = scanners
        folder = FileManager.default.temporaryDirectory.appending(path: "kiosk-bus-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let specification = folder.appending(path: "specification")
        try Data(specifications.joined().utf8).write(to: specification)
        process = Process()
        process.executableURL = URL(filePath: "/bin/sh")
        process.arguments =
            ["-c", "exec umockdev-wrapper \"$@\"", "sh", try Emulator.program.get(), specification.path]
            + command
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

    deinit {
        if process.isRunning { process.terminate() }
        try? FileManager.default.removeItem(at: folder)
    }

    private func hear(_ data: Data) {
        let now = ContinuousClock.now
        heard.withLock { heard in
            heard.part += data
            while let end = heard.part.firstIndex(of: 0x0A) {
                heard.lines.append((String(decoding: heard.part[..<end], as: UTF8.self), now))
                heard.part.removeFirst(end + 1)
            }
        }
    }

    /// Lines that nobody has asked for yet.
    package var rest: [String] { heard.withLock { $0.lines.map(\.text) } }

    package func tell(_ line: String) {
        // A bench that ended is seen by what it no longer says.
        try? input.write(contentsOf: Data((line + "\n").utf8))
    }

    package func send(_ name: String, _ packets: some Sequence<[UInt8]>, endpoint: UInt8 = 0x81) {
        for packet in packets { tell("in \(name) \(hexadecimal([endpoint])) \(hexadecimal(packet))") }
    }

    /// Holds a code under a scanner.
    package func scan(_ name: String, _ text: String) {
        guard let scanner = scanners.first(where: { $0.name == name }) else { return }
        send(name, scanner.kind.packets(text))
    }

    /// Plugs in and waits until it is read.
    package func plug(_ name: String) async throws {
        tell("plug \(name)")
        try await expect { $0 == "condition connected" }
    }

    /// The first line that fits; it and no other is taken away.
    package func next(_ fits: (String) -> Bool) async throws -> String { try await nextLine(fits).text }

    /// The same, with when it was heard.
    package func nextLine(_ fits: (String) -> Bool) async throws -> Line {
        let deadline = ContinuousClock.now + .seconds(40)
        while ContinuousClock.now < deadline {
            let line = heard.withLock { heard in
                heard.lines.firstIndex { fits($0.text) }.map { heard.lines.remove(at: $0) }
            }
            if let line { return line }
            try await Task.sleep(for: .milliseconds(2))
        }
        throw Silence(heard: rest)
    }

    package func expect(_ fits: (String) -> Bool) async throws { _ = try await next(fits) }

    /// Asks for the list of scanners until one line fits.
    package func listed(_ fits: (String) -> Bool) async throws {
        let deadline = ContinuousClock.now + .seconds(40)
        while ContinuousClock.now < deadline {
            tell("tell list")
            _ = try await next { $0.hasPrefix("listed ") }
            if rest.contains(where: { $0.hasPrefix("scanner ") && fits($0) }) { return }
            try await Task.sleep(for: .milliseconds(50))
        }
        throw Silence(heard: rest)
    }

    /// Nothing that was waited for came.
    struct Silence: Error { var heard: [String] }
}
