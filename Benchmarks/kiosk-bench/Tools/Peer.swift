import Foundation

/// Somebody else's library doing the same work, as a small program that writes a time in ms on each line.
struct Peer {
    let program: URL
    var arguments: [String] = []

    /// `nil` if `Benchmarks/run` could not build or find it.
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

    /// Our own times, and in turns with them those of the peer, if it is there.
    static func inTurns(
        _ peer: Peer?, rounds: Int, _ ours: (_ round: Int) throws -> Samples
    ) throws -> (ours: Samples, theirs: Samples) {
        var (own, others) = (Samples(), Samples())
        for round in 0..<rounds {
            own.add(try ours(round))
            if let peer { others.add(try peer.samples()) }
        }
        return (own, others)
    }
}
