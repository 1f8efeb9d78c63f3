import Devices
import Foundation
import KioskCore
import Logging
import SimulatedDevices
import TestKit
import Testing

/// A private CUPS with our backend, a virtual printer behind it, and the kiosk's driver in front: all real.
struct PrintingFixture {
    static let queue = "receipt"

    let cups: PrivateCUPS
    let paper: VirtualReceiptPrinter
    let driver: CUPSReceiptPrinter

    /// The backend that was built beside this test.
    static var backend: String {
        let here = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? ""
        return URL(fileURLWithPath: here).deletingLastPathComponent().path + "/kiosk-printer-backend"
    }

    init(deadline: Duration = .seconds(10), bufferSize: Int = 64 * 1024) async throws {
        paper = try VirtualReceiptPrinter(bufferSize: bufferSize)
        cups = try await PrivateCUPS(backend: Self.backend)
        try await cups.addQueue(Self.queue, to: paper.uri)
        driver = Self.newDriver(cups, deadline)
    }

    /// Another driver of the same queue, as after a restart of the kiosk.
    func newDriver() -> CUPSReceiptPrinter { Self.newDriver(cups, .seconds(10)) }

    private static func newDriver(_ cups: PrivateCUPS, _ deadline: Duration) -> CUPSReceiptPrinter {
        var settings = CUPSReceiptPrinter.Settings(server: cups.server, queue: queue)
        settings.deadline = deadline
        settings.idleLook = .milliseconds(100)
        return CUPSReceiptPrinter(settings, logger: Logger(label: "printer"))
    }

    func close() {
        cups.stop()
        paper.stop()
    }

    /// Opens a setup for one test and closes it whatever happens.
    static func open(
        deadline: Duration = .seconds(10), bufferSize: Int = 64 * 1024,
        _ body: (PrintingFixture) async throws -> Void
    ) async throws {
        let setup = try await PrintingFixture(deadline: deadline, bufferSize: bufferSize)
        do { try await body(setup) } catch {
            setup.close()
            throw error
        }
        setup.close()
    }

    /// What the queue says of itself, asked by somebody else's tool.
    func reasons() throws -> Set<String> {
        let test = """
            { OPERATION Get-Printer-Attributes GROUP operation-attributes-tag
            ATTR charset attributes-charset utf-8 ATTR language attributes-natural-language en
            ATTR uri printer-uri $uri ATTR keyword requested-attributes printer-state-reasons
            DISPLAY printer-state-reasons }
            """
        let file = FileManager.default.temporaryDirectory.appendingPathComponent("\(UUID().uuidString).test")
        try test.write(to: file, atomically: true, encoding: .utf8)
        defer { try? FileManager.default.removeItem(at: file) }
        let uri = "ipp://127.0.0.1:\(cups.server.port)/printers/\(Self.queue)"
        let output = try Tool.run("/usr/bin/ipptool", ["-T", "5", "-c", uri, file.path])
        let lines = output.split(separator: "\n")
        try #require(lines.count == 2 && lines[0] == "printer-state-reasons", "ipptool said: \(output)")
        return Set(lines[1].filter { $0 != "\"" }.split(separator: ",").map(String.init))
    }
}

/// Other people's programs.
enum Tool {
    static func run(_ program: String, _ arguments: [String]) throws -> String {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = arguments
        let output = Pipe()
        process.standardOutput = output
        try process.start()
        let data = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return String(decoding: data, as: UTF8.self)
    }
}

/// Expects an outcome, and names the one that came instead.
func expect(
    _ expected: PrintOutcome, sourceLocation: SourceLocation = #_sourceLocation,
    _ body: () async -> PrintOutcome
) async {
    let outcome = await body()
    #expect(outcome == expected, sourceLocation: sourceLocation)
}
