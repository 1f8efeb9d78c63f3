import Foundation
import KioskStore

/// The real `kioskd` on a filled store, with a display in memory, without link and printer.
final class RunningKioskd {
    private let process = Process()
    let started: ContinuousClock.Instant
    /// When it told the service manager that its first picture is shown.
    let ready: ContinuousClock.Instant

    var id: Int32 { process.processIdentifier }

    init(_ bench: Bench, configuration: URL) throws {
        let folder = configuration.deletingLastPathComponent()
        let manager = try NotifySocket(in: folder)
        process.executableURL = bench.program("kioskd")
        process.arguments = ["--config", configuration.path]
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
        process.waitUntilExit()
    }

    /// Fills a store with 50,000 dossiers and 2,000 procedures and writes the configuration beside it.
    static func configuration(_ bench: Bench) throws -> URL {
        let folder = try bench.folder("kioskd")
        let file = folder.appending(path: "kiosk.yaml")
        if !FileManager.default.fileExists(atPath: file.path) {
            let store = try Centre.store(in: folder)
            try Centre.fill(store, procedures: 2_000, dossiers: 50_000)
            try store.close()
        }
        return try Centre.write(configurationTo: folder)
    }
}
