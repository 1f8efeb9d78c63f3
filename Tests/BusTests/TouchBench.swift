import EmulatedBus
import Foundation
import Synchronization

/// The emulated touch panel, compiled once for all tests.
enum TouchEmulator {
    private static let source = EmulatorSource(
        "touch-panel", files: ["touch_panel.c"],
        in: URL(filePath: #filePath).deletingLastPathComponent().appending(path: "emulators"),
        libraries: ["umockdev-1.0", "gio-unix-2.0"])
    /// What to install, when something is missing.
    static let whatIsMissing: String? = source.whatIsMissing()
    static let program = source.build()
}

/// The panel probe on an emulated touch panel.
final class TouchBench: Sendable {
    private let talk: EmulatorTalk
    private let touched: Touches

    /// Every touch since the beginning.
    private final class Touches: Sendable {
        let lines = Mutex<[String]>([])
    }

    init(_ arguments: [String]) throws {
        let touched = Touches()
        self.touched = touched
        // For a machine that is busy with other things.
        talk = try EmulatorTalk(
            [try TouchEmulator.program.get(), builtProgram("PanelProbe")] + arguments, patience: .seconds(120)
        ) { line in
            if line.hasPrefix("touch ") { touched.lines.withLock { $0.append(String(line.dropFirst(6))) } }
        }
    }

    /// Every touch since the beginning.
    var touches: [String] { touched.lines.withLock { $0 } }

    /// All at once, so that a busy machine puts no time between them.
    func tell(_ lines: String...) { talk.tell(lines) }
    func tell(_ lines: [String]) { talk.tell(lines) }

    /// Waits for the next line that begins so; it and what came before are forgotten.
    func expect(_ start: String) async throws {
        try await talk.lines { $0.hasPrefix(start) }
    }

    /// Asks for the list of devices until the panel is in it, or is not.
    func expectPanel(listed: Bool) async throws {
        try await expectDevices { $0.contains("device multiTouch used Emulated Panel") == listed }
    }

    /// Asks for the list of devices until it is so.
    func expectDevices(_ isSo: ([String]) -> Bool) async throws {
        try await talk.repeatedly {
            talk.forget()
            tell("probe devices")
            return isSo(try await lines(until: "done devices"))
        }
    }

    /// Everything up to a line.
    func lines(until end: String) async throws -> [String] {
        try await talk.lines { $0 == end }.dropLast()
    }
}
