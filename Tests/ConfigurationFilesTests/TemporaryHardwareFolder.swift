import Foundation

/// A folder of hardware files for one test; gone with it.
final class TemporaryHardwareFolder: Sendable {
    let path: String

    init(_ files: [String: String]) throws {
        let root = FileManager.default.temporaryDirectory.appending(path: "hardware-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: root, withIntermediateDirectories: true)
        path = root.path()
        for (name, text) in files { try Data(text.utf8).write(to: root.appending(path: name)) }
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }
}
