import Foundation
import KioskStore

/// A program of ours that runs until it is stopped, and says when its first picture is shown.
final class RunningProgram {
    private let process = Process()
    let started: ContinuousClock.Instant
    /// When it said to the service manager that it is ready.
    let ready: ContinuousClock.Instant

    var id: Int32 { process.processIdentifier }
    var timeToReady: Duration { ready - started }

    init(_ program: URL, _ arguments: [String] = [], in folder: URL) throws {
        let manager = try NotifySocket(in: folder)
        process.executableURL = program
        process.arguments = arguments
        process.environment = ["NOTIFY_SOCKET": manager.path, "PATH": "/usr/bin:/bin"]
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        started = .now
        try process.run()
        ready = try manager.wait(for: "READY=1")
    }

    deinit { stop() }

    func stop() {
        guard process.isRunning else { return }
        process.terminate()
        let deadline = ContinuousClock.now + .seconds(5)
        while process.isRunning, ContinuousClock.now < deadline { usleep(2_000) }
        if process.isRunning { kill(id, SIGKILL) }
        process.waitUntilExit()
    }

    /// `kioskd` with a display in memory, without link and printer, on a store of 50,000 dossiers and 2,000
    /// procedures.
    static func kioskd(_ bench: Bench) throws -> RunningProgram {
        let folder = try bench.folder("kioskd")
        if !FileManager.default.fileExists(atPath: folder.appending(path: "kiosk.yaml").path) {
            let store = try Centre.store(in: folder)
            try Centre.fill(store, procedures: 2_000, dossiers: 50_000)
            try store.close()
        }
        let configuration = try Centre.write(configurationTo: folder)
        return try RunningProgram(bench.program("kioskd"), ["--config", configuration.path], in: folder)
    }

    /// The program that opens the fonts and paints one page.
    static func bare(_ bench: Bench) throws -> RunningProgram {
        try RunningProgram(bench.program("bare-start"), in: try bench.folder("bare-start"))
    }
}
