import ArgumentParser
import Foundation

/// Measures what docs/benchmarks.md promises; `Benchmarks/run` builds and starts it.
@main
struct KioskBench: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "kiosk-bench", abstract: "Measures the kiosk against bare programs and other people's.")

    @Option(help: "Where to keep databases while measuring; on the disk that is meant. Emptied at first.")
    var scratch: String
    @Option(help: "Where qt-tiles and escpos-slip are, when they could be built.")
    var peers: String?
    @Option(help: "What the machine of make e2e measured, as JSON.")
    var vm: String?
    @Option(help: "Where to write the findings as JSON.")
    var json: String?
    @Option(
        parsing: .upToNextOption,
        help: "Only these: \(Measurement.allCases.map(\.rawValue).joined(separator: " ")).")
    var only: [Measurement] = []

    func run() async throws {
        let machine = Machine.here()
        let bench = try Bench(
            scratch: URL(filePath: scratch, directoryHint: .isDirectory),
            peers: peers.map { URL(filePath: $0, directoryHint: .isDirectory) },
            vm: vm.map { URL(filePath: $0) })
        var report = Report(machine: machine, findings: [])
        for measurement in Measurement.allCases where only.isEmpty || only.contains(measurement) {
            bench.say("measuring \(measurement.rawValue) …")
            report.findings += try await measurement.run(on: bench)
        }
        try bench.clear()
        print("\(machine.description)\n\n\(report.table())")
        if let json { try report.json().write(to: URL(filePath: json)) }
    }
}

/// The groups of findings, in the order of the report.
enum Measurement: String, CaseIterable, ExpressibleByArgument {
    case start, idle, touch, copy, tiles, ticket, slip, wire, paper, scan, search, feed, vm

    func run(on bench: Bench) async throws -> [Finding] {
        switch self {
        case .start: try Start(bench).findings()
        case .idle: try await Idle(bench).findings()
        case .touch: try await TouchToFrame(bench).findings()
        case .copy: try DamageCopy(bench).findings()
        case .tiles: try TwelveTiles(bench).findings()
        case .ticket: try TicketToDisk(bench).findings()
        case .slip: try SlipToBytes(bench).findings()
        case .wire: try await SlipOnTheWire(bench).findings()
        case .paper: try await TouchToPaper(bench).findings()
        case .scan: try await ScanToEvent(bench).findings()
        case .search: try Search(bench).findings()
        case .feed: try await Feed(bench).findings()
        case .vm: try WholeMachine(bench).findings()
        }
    }
}

/// Where the measuring happens.
struct Bench {
    let scratch: URL
    let peers: URL?
    let vm: URL?

    init(scratch: URL, peers: URL?, vm: URL?) throws {
        (self.scratch, self.peers, self.vm) = (scratch, peers, vm)
        try clear()
        try FileManager.default.createDirectory(at: scratch, withIntermediateDirectories: true)
    }

    /// A program that was built beside this one.
    func program(_ name: String) -> URL {
        let here = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? ""
        return URL(filePath: here).deletingLastPathComponent().appending(path: name)
    }

    func folder(_ name: String) throws -> URL {
        let folder = scratch.appending(path: name, directoryHint: .isDirectory)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        return folder
    }

    func clear() throws {
        guard FileManager.default.fileExists(atPath: scratch.path) else { return }
        try FileManager.default.removeItem(at: scratch)
    }

    func say(_ text: String) { FileHandle.standardError.write(Data("\(text)\n".utf8)) }
}
