import Foundation

/// What the numbers were measured on.
struct Machine: Codable, Sendable {
    var cores: Int
    var processor: String
    var kernel: String
    /// Processes that wanted a core in the last minute, before the first benchmark.
    var load: Double
    /// Others were at work: the tails say more about them than about us.
    var isBusy: Bool { load > 1 }

    static func here() -> Machine {
        Machine(
            cores: ProcessInfo.processInfo.activeProcessorCount,
            processor: line("model name", of: "/proc/cpuinfo") ?? "unknown",
            kernel: text("/proc/sys/kernel/osrelease").trimmingCharacters(in: .whitespacesAndNewlines),
            load: text("/proc/loadavg").split(separator: " ").first.flatMap { Double($0) } ?? 0)
    }

    var description: String {
        "\(cores) cores, \(processor), kernel \(kernel), load \(load) before the run"
            + (isBusy ? " (busy: others were at work)" : "")
    }

    private static func line(_ name: String, of file: String) -> String? {
        text(file).split(separator: "\n").first { $0.hasPrefix(name) }?
            .split(separator: ":", maxSplits: 1).last.map { $0.trimmingCharacters(in: .whitespaces) }
    }
}

/// A file of `/proc`; they say they are empty, so they are read to their end.
func text(_ path: String) -> String {
    guard let file = FileHandle(forReadingAtPath: path) else { return "" }
    defer { try? file.close() }
    return String(decoding: (try? file.readToEnd()) ?? Data(), as: UTF8.self)
}
