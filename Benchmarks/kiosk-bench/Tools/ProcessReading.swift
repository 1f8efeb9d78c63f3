import Foundation

/// What the kernel counts of a process.
enum ProcessReading {
    /// The memory that is this process's own, and its share of what it shares, in MiB.
    static func proportionalMemory(of process: Int32) -> Double {
        kibibytes("Pss:", "/proc/\(process)/smaps_rollup") / 1024
    }

    /// What of it is not the content of files, and so cannot be dropped and read again, in MiB.
    static func writtenMemory(of process: Int32) -> Double {
        kibibytes("Anonymous:", "/proc/\(process)/smaps_rollup") / 1024
    }

    /// The resident memory of this process, in MiB.
    static func ownMemory() -> Double { kibibytes("VmRSS:", "/proc/self/status") / 1024 }

    private static func kibibytes(_ name: String, _ file: String) -> Double {
        text(file).split(separator: "\n").first { $0.hasPrefix(name) }
            .flatMap { Double($0.split(separator: " ").dropFirst().first ?? "") } ?? 0
    }
}

/// Counts how often a process woke up, and how long it worked.
///
/// Threads come and go: it has to look often, and adds up what each gained between two looks.
struct ProcessWatch {
    private struct Thread {
        var name = ""
        var switches = 0.0
        var nanoseconds = 0.0
    }

    private let process: Int32
    private var threads: [String: Thread] = [:]
    /// Voluntary context switches by the names of threads: how often one went to sleep again after it was
    /// woken.
    private(set) var wakes: [String: Double] = [:]
    private(set) var working = Duration.zero
    /// Looks at which something had happened since the one before.
    private(set) var moments = 0

    init(_ process: Int32) {
        self.process = process
        threads = Self.look(process)
    }

    mutating func look() {
        let now = Self.look(process)
        var woken = 0.0
        for (id, thread) in now {
            let before = threads[id] ?? Thread()
            let more = thread.switches - before.switches
            woken += more
            if more > 0 { wakes[thread.name, default: 0] += more }
            working += .nanoseconds(Int64(thread.nanoseconds - before.nanoseconds))
        }
        moments += woken > 0 ? 1 : 0
        threads = now
    }

    private static func look(_ process: Int32) -> [String: Thread] {
        let folder = "/proc/\(process)/task"
        let ids = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return Dictionary(uniqueKeysWithValues: ids.map { ($0, thread("\(folder)/\($0)")) })
    }

    private static func thread(_ folder: String) -> Thread {
        let status = text(folder + "/status").split(separator: "\n")
        let line = status.first { $0.hasPrefix("voluntary_ctxt_switches:") }
        let time = text(folder + "/schedstat").split(separator: " ").first
        return Thread(
            name: text(folder + "/comm").trimmingCharacters(in: .whitespacesAndNewlines),
            switches: line.flatMap { Double($0.split(separator: "\t").last ?? "") } ?? 0,
            nanoseconds: time.flatMap { Double($0) } ?? 0)
    }
}
