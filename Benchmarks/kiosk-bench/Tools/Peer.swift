import Foundation

/// Somebody else's library doing the same work, as a small program that writes a time in ms on each line.
struct Peer {
    let program: URL
    var arguments: [String] = []

    /// Nothing when `Benchmarks/run` could not build or find it.
    init?(_ name: String, in folder: URL?) {
        guard let url = folder?.appending(path: name), FileManager.default.isExecutableFile(atPath: url.path)
        else { return nil }
        program = url
    }

    func samples() throws -> Samples {
        let process = Process()
        process.executableURL = program
        process.arguments = arguments
        process.environment = ProcessInfo.processInfo.environment.merging(
            ["QT_QPA_PLATFORM": "offscreen"], uniquingKeysWith: { $1 })
        let output = Pipe()
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
        let data = try output.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        var samples = Samples()
        for line in String(decoding: data, as: UTF8.self).split(separator: "\n") {
            if let time = Double(line) { samples.add(milliseconds: time) }
        }
        guard process.terminationStatus == 0, samples.count > 0 else {
            throw BenchFault("\(program.lastPathComponent) failed")
        }
        return samples
    }
}
