import Dock
import Foundation

/// The directory of a demo's files: a new one for every run, or a named one that is kept.
struct DemoDirectory {
    let url: URL
    let isKept: Bool

    /// - Parameter named: The directory to use and to keep; created if missing.
    init(named: String?) throws {
        isKept = named != nil
        if let named {
            url = URL(filePath: named, directoryHint: .isDirectory).standardizedFileURL
        } else {
            url = FileManager.default.temporaryDirectory.appending(
                path: "kiosk-demo-\(UUID().uuidString.prefix(8))", directoryHint: .isDirectory)
        }
        // cupsd's filters run as another user and must be able to pass through.
        try FileManager.default.createDirectory(
            at: url, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o711])
    }

    /// Creates a directory in it that only this user can read.
    func privateDirectory(_ name: String) throws -> URL {
        let directory = url.appending(path: name, directoryHint: .isDirectory)
        try FileManager.default.createDirectory(
            at: directory, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        return directory
    }

    private var clockFile: URL { url.appending(path: "clock-offset") }

    /// The clock of the last run in this directory; `nil` in a new one.
    var clock: DemoClock? {
        guard let text = try? String(contentsOf: clockFile, encoding: .utf8) else { return nil }
        return Int64(text.trimmingCharacters(in: .whitespacesAndNewlines)).map(DemoClock.init(offset:))
    }

    /// Stores the clock for the next run.
    func keep(_ clock: DemoClock) throws {
        guard isKept else { return }
        try "\(clock.offset)\n".write(to: clockFile, atomically: true, encoding: .utf8)
    }
}
