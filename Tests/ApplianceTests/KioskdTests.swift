import Dispenser
import Foundation
import Glibc
import KioskFrame
import KioskServices
import Lookup
import TestKit
import Testing

@testable import Appliance
@testable import DeviceTests
@testable import Maintenance
@testable import PanelCalibration

@Suite("kioskd", .timeLimit(.minutes(10)))
struct KioskdTests {
    @Test func `a wrong configuration ends it with 78 and a readable list`() async throws {
        let folder = try ConfigurationFolder()
        try folder.write("kiosk.yaml", "kiosk: Not A Name\n")
        let run = try await Programs.run(
            "kioskd", ["--config", folder.path("kiosk.yaml"), "--display", "memory"])
        #expect(run.status == 78)
        #expect(run.errors.contains("line 1: kiosk: found \"Not A Name\", expected a name"))
        #expect(run.errors.contains("role: found nothing"))
    }

    @Test func `without the panel that it must have it ends with 69 and says what to do`() async throws {
        let folder = try ConfigurationFolder()
        try folder.write("kiosk.yaml", shortest + "\nscreen: { device: /dev/no-panel }")
        let run = try await Programs.run(
            "kioskd", ["--config", folder.path("kiosk.yaml"), "--display", "fbdev"])
        #expect(run.status == 69)
        #expect(run.errors.contains("there is no /dev/no-panel: plug in the panel"))
    }

    @Test(arguments: [SIGTERM, SIGINT])
    func `it is ready, answers kioskctl, and ends in order when told to`(_ signal: Int32) async throws {
        let folder = try ConfigurationFolder()
        let socket = temporarySocket()
        try folder.write(
            "kiosk.yaml", shortest + "\nstate: { directory: state }\ncontrol: { socket: \(socket) }\n")
        try FileManager.default.createDirectory(
            atPath: folder.path("state"), withIntermediateDirectories: true)
        try folder.write("state/touch-calibration", "1 0 0.25 0 1 0\n")
        let manager = try DatagramSocket()
        let process = Process()
        process.executableURL = Programs.path("kioskd")
        process.arguments = ["--config", folder.path("kiosk.yaml"), "--display", "memory"]
        process.environment = ["NOTIFY_SOCKET": manager.path, "WATCHDOG_USEC": "1000000", "PATH": "/usr/bin"]
        (process.standardOutput, process.standardError) = (FileHandle.nullDevice, FileHandle.nullDevice)
        try process.start()
        defer { process.terminate() }

        #expect(try await becomesTrue { manager.heard("READY=1") })
        #expect(try await becomesTrue { manager.heard("WATCHDOG=1") })
        #expect(try await becomesTrue { FileManager.default.fileExists(atPath: socket) })
        let devices = try await Programs.run("kioskctl", ["devices", "--socket", socket])
        #expect(devices.status == 0)
        #expect(devices.output.contains("display       memory (picture 1080x1920, showing)"))
        #expect(devices.output.contains("touch matrix  1.0, 0.0, 0.25, 0.0, 1.0, 0.0"))
        let run = try await Programs.run("kioskctl", ["status", "--json", "--socket", socket])
        #expect(run.status <= 1)
        #expect(run.output.contains("\"kiosk\" : \"dispenser-1\""))

        // libdispatch's threads carry the program's name, as the main thread does, and its monitor wakes
        // every second.
        #expect(try threadNames(of: process.processIdentifier).count { $0 == "kioskd" } == 1)

        kill(process.processIdentifier, signal)
        try #require(await becomesTrue { !process.isRunning })
        #expect(process.terminationReason == .exit)
        #expect(process.terminationStatus == 0)
        #expect(manager.heard("STOPPING=1"))
        #expect(!FileManager.default.fileExists(atPath: socket))
    }
}

private func threadNames(of process: Int32) throws -> [String] {
    let folder = "/proc/\(process)/task"
    return try FileManager.default.contentsOfDirectory(atPath: folder).map {
        try String(contentsOfFile: "\(folder)/\($0)/comm", encoding: .utf8).filter { !$0.isNewline }
    }
}

/// A service manager's ear.
private final class DatagramSocket {
    let path = "/tmp/kiosk-\(UUID().uuidString.prefix(13)).notify"
    private let descriptor: CInt
    private var messages: Set<String> = []

    init() throws {
        descriptor = socket(AF_UNIX, CInt(SOCK_DGRAM.rawValue | SOCK_NONBLOCK.rawValue), 0)
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
        let result = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        try #require(result == 0)
    }

    deinit {
        close(descriptor)
        unlink(path)
    }

    /// Whether the message has come by now.
    func heard(_ message: String) -> Bool {
        var bytes = [UInt8](repeating: 0, count: 1024)
        while case let count = recv(descriptor, &bytes, bytes.count, 0), count > 0 {
            messages.insert(String(decoding: bytes.prefix(count), as: UTF8.self))
        }
        return messages.contains(message)
    }
}
