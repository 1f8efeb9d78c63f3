import Foundation
import KioskCore

/// The emulated bus, compiled once for a whole run.
package enum Emulator {
    private static let source = EmulatorSource(
        "usb-bus", files: ["usb_bus.c", "usb_printer.c"],
        in: URL(filePath: #filePath).deletingLastPathComponent().appending(path: "emulator"),
        libraries: ["umockdev-1.0", "gio-2.0"])
    /// What to install, when something is missing.
    package static let whatIsMissing: String? = source.whatIsMissing()
    static let program = source.build()
}

/// A program that was built beside this one.
package func builtProgram(_ name: String) -> String {
    URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent().appending(path: name).path
}

/// One emulated bus, perhaps with a program on it.
package final class EmulatedBusRun: Sendable {
    private let talk: EmulatorTalk
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
        talk = try EmulatorTalk(
            [try Emulator.program.get(), specification.path] + command, patience: .seconds(40))
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    /// Lines that nobody has asked for yet.
    package var rest: [String] { talk.rest }

    package func tell(_ line: String) { talk.tell([line]) }

    package func send(_ name: String, _ packets: some Sequence<[UInt8]>, endpoint: UInt8 = 0x81) {
        for packet in packets { tell("in \(name) \(endpoint.hexadecimal) \(packet.hexadecimal)") }
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
    package func next(_ fits: (String) -> Bool) async throws -> String { try await talk.next(fits).text }

    /// The same, with when it was heard.
    package func nextLine(_ fits: (String) -> Bool) async throws -> EmulatorTalk.Line {
        try await talk.next(fits)
    }

    package func expect(_ fits: (String) -> Bool) async throws { _ = try await next(fits) }

    /// Asks for the list of scanners until one line fits.
    package func listed(_ fits: (String) -> Bool) async throws {
        try await talk.repeatedly {
            tell("tell list")
            _ = try await next { $0.hasPrefix("listed ") }
            return rest.contains { $0.hasPrefix("scanner ") && fits($0) }
        }
    }
}
