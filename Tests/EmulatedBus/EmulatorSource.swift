package import Foundation
import TestKit

/// A device's emulator in C, compiled once for a whole run.
package struct EmulatorSource: Sendable {
    let name: String
    let files: [String]
    let libraries: [String]

    /// - Parameters:
    ///   - name: Of the program.
    ///   - folder: Where the files are.
    ///   - libraries: Names of pkg-config.
    package init(_ name: String, files: [String], in folder: URL, libraries: [String]) {
        self.name = name
        self.files = files.map { folder.appending(path: $0).path }
        self.libraries = libraries
    }

    /// What to install, when something is missing.
    package func whatIsMissing() -> String? {
        let check =
            (["umockdev-wrapper", "cc", "pkg-config"].map { "command -v \($0)" }
            + ["pkg-config --exists \(libraries.joined(separator: " "))"]).joined(separator: " && ")
        return Self.run(check).status == 0
            ? nil : "bus tests need Debian's umockdev, libumockdev-dev, gcc and pkg-config"
    }

    /// - Returns: The program's path.
    package func build() -> Result<String, BuildFailure> {
        let output = NSTemporaryDirectory() + "kiosk-\(name)-\(ProcessInfo.processInfo.processIdentifier)"
        let sources = files.map { "'\($0)'" }.joined(separator: " ")
        let built = Self.run(
            "cc -Wall -O1 -o '\(output)' \(sources) "
                + "$(pkg-config --cflags --libs \(libraries.joined(separator: " ")))")
        return built.status == 0
            ? .success(output) : .failure(BuildFailure(name: name, output: built.output))
    }

    package struct BuildFailure: Error, CustomStringConvertible {
        var name: String
        var output: String
        package var description: String { "the emulator \(name) cannot be built: \(output)" }
    }

    private static func run(_ command: String) -> (status: Int32, output: String) {
        let process = Process()
        process.executableURL = URL(filePath: "/bin/sh")
        process.arguments = ["-c", "{ \(command); } 2>&1"]
        let pipe = Pipe()
        process.standardOutput = pipe
        do { try process.start() } catch { return (127, "\(error)") }
        let output = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        return (process.terminationStatus, output)
    }
}
