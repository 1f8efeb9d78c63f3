import Foundation

/// Where a demo keeps its files: a new directory for every run, or one that was named and is kept.
struct DemoDirectory {
    let url: URL
    let isKept: Bool

    /// - Parameter named: The directory to use and to keep; made when it is not there.
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

    /// A directory in it that only we can read.
    func own(_ name: String) throws -> URL {
        let directory = url.appending(path: name, directoryHint: .isDirectory)
        try FileManager.default.createDirectory(
            at: directory, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        return directory
    }
}
