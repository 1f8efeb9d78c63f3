import Devices
import EmulatedBus
import Foundation
import KioskCore
import SimulatedDevices
import Synchronization
import TestKit
import Testing

/// A private CUPS, our backend under it, the kiosk's driver before it, and a USB printer behind it.
@Suite(
    .enabled(if: Emulator.whatIsMissing == nil, "\(Emulator.whatIsMissing ?? "")"), .timeLimit(.minutes(3)))
struct PrinterQueueTests {
    @Test func `a queue on a USB printer prints, and knows of unplugging and empty rolls while idle`()
        async throws
    {
        let setup = try await QueueFixture()
        defer { setup.close() }
        try await setup.driver.expect("condition ready")
        try await setup.prints(sampleSlip(1), as: "outcome confirmed")
        #expect(setup.bench.shows([sampleSlip(1)]))

        setup.bench.unplug()
        try await setup.driver.expect("condition offline")
        try await setup.prints(sampleSlip(2), as: "outcome failed(KioskCore.PrinterCondition.offline)")
        setup.bench.plug()
        try await setup.driver.expect("condition ready")
        setup.bench.paper.set(.paperEmpty)
        try await setup.driver.expect("condition paperEmpty")
        setup.bench.paper.set(.none)
        try await setup.driver.expect("condition ready")
        try await setup.prints(sampleSlip(3), as: "outcome confirmed")
        #expect(setup.bench.shows([sampleSlip(1), sampleSlip(3)]))
        try await setup.driver.end()
    }

    @Test func `a printer that somebody else holds for a while is not off-line`() async throws {
        let setup = try await QueueFixture()
        defer { setup.close() }
        try await setup.driver.expect("condition ready")
        setup.bench.tell("hold")
        // Looks go on meanwhile, and find the client closed.
        for _ in 0..<3 { try await setup.bench.bus.expect { $0 == "emulator: p detach 0" } }
        setup.bench.tell("free")
        try await setup.prints(sampleSlip(1), as: "outcome confirmed")
        #expect(!setup.driver.heard.contains("condition offline"))
        try await setup.driver.end()
    }

    @Test(arguments: ["mute", PrinterURI.defaultProfile])
    func `a queue whose printer confirms nothing has sent the slip and no more, whatever the kiosk expects`(
        expected: String
    ) async throws {
        let setup = try await QueueFixture(profile: "mute", expected: expected)
        defer { setup.close() }
        try await setup.prints(sampleSlip(1), as: "outcome sent")
        #expect(await eventually { setup.bench.shows([sampleSlip(1)]) })
        try await setup.driver.end()
    }

    /// Everything between the driver and the paper.
    private struct QueueFixture {
        let bench: PrinterBench
        let cups: PrivateCUPS
        let driver: ProbeRun
        private let folder: URL

        /// - Parameters:
        ///   - profile: The queue's.
        ///   - expected: The kiosk's.
        init(
            profile: String = PrinterURI.defaultProfile, expected: String = PrinterURI.defaultProfile
        ) async throws {
            bench = try await PrinterBench()
            folder = FileManager.default.temporaryDirectory.appending(
                path: "kiosk-setup-\(UUID().uuidString)")
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            // CUPS gives its backends an environment of its own making.
            let wrapper = folder.appending(path: "backend")
            let exports = bench.environment.map { "export \($0)='\($1)'\n" }.joined()
            try "#!/bin/sh\n\(exports)exec '\(builtProgram("kiosk-printer-backend"))' \"$@\"\n".write(
                to: wrapper, atomically: true, encoding: .utf8)
            cups = try await PrivateCUPS(backend: wrapper.path)
            bench.plug()
            try await bench.untilListed()
            try await cups.addQueue("receipt", to: PrinterURI(bench.uri.location, profile: profile))
            driver = try ProbeRun(
                ["127.0.0.1", "\(cups.server.port)", "receipt", expected], environment: bench.environment)
        }

        func prints(_ slip: DotBitmap, as outcome: String) async throws {
            let file = folder.appending(path: UUID().uuidString)
            try Data(slip.bytes).write(to: file)
            driver.tell("print \(file.path)")
            let said = try await driver.next("outcome ")
            #expect(said == outcome)
        }

        func close() {
            cups.stop()
            bench.paper.stop()
            try? FileManager.default.removeItem(at: folder)
        }
    }
}

/// The queue's probe: the kiosk's driver in a process that sees the emulated bus.
final class ProbeRun: Sendable {
    private let process = Process()
    private let input = Pipe()
    private let output: URL

    init(_ arguments: [String], environment: [String: String]) throws {
        output = FileManager.default.temporaryDirectory.appending(path: "kiosk-probe-\(UUID().uuidString)")
        try Data().write(to: output)
        process.executableURL = URL(filePath: builtProgram("QueueProbe"))
        process.arguments = arguments
        process.environment = environment
        process.standardInput = input
        process.standardOutput = try FileHandle(forWritingTo: output)
        process.standardError = FileHandle.nullDevice
        try process.start()
    }

    deinit {
        if process.isRunning { process.terminate() }
        try? FileManager.default.removeItem(at: output)
    }

    var heard: [String] {
        let data = (try? Data(contentsOf: output)) ?? Data()
        return String(decoding: data, as: UTF8.self).split(separator: "\n").map(String.init)
    }

    func tell(_ line: String) { try? input.fileHandleForWriting.write(contentsOf: Data((line + "\n").utf8)) }

    /// How many lines were asked for already.
    private let read = Mutex(0)

    /// The next line that begins so; what comes before it is passed over.
    func next(_ start: String) async throws -> String {
        var found: String?
        _ = await eventually(within: .seconds(40)) {
            let lines = heard
            found = read.withLock { read in
                guard let index = lines.indices.dropFirst(read).first(where: { lines[$0].hasPrefix(start) })
                else { return nil }
                read = index + 1
                return lines[index]
            }
            return found != nil
        }
        return try #require(found, "\(start) did not come: \(heard)")
    }

    func expect(_ line: String) async throws { _ = try await next(line) }

    func end() async throws {
        tell("end")
        try await expect("ended")
    }
}
