import Foundation

/// Removes what a demo leaves behind, however it ended.
///
/// It runs as a process of its own and waits until its standard input ends: that happens when the demo exits
/// and when it is killed. Then it ends the processes that the demo started and removes its files.
public struct DemoCleanup: Sendable {
    /// The environment variable of every process of a demo; its value is the demo's directory.
    public static let variable = "KIOSK_DEMO_DIRECTORY"
    private static let terminationTime = Duration.seconds(3)

    private let directory: String
    private let keepsDirectory: Bool

    public init(directory: String, keepsDirectory: Bool) {
        self.directory = directory
        self.keepsDirectory = keepsDirectory
    }

    public func run() async {
        for number in [SIGINT, SIGTERM, SIGHUP, SIGPIPE] { _ = Foundation.signal(number, SIG_IGN) }
        while !FileHandle.standardInput.availableData.isEmpty {}
        await clean()
    }

    /// Ends the processes and removes the files.
    func clean() async {
        let clock = ContinuousClock()
        let end = clock.now.advanced(by: Self.terminationTime)
        for process in processes() { kill(process, SIGTERM) }
        while !processes().isEmpty {
            if clock.now > end { for process in processes() { kill(process, SIGKILL) } }
            if clock.now > end.advanced(by: Self.terminationTime) { break }
            try? await clock.sleep(for: .milliseconds(20))
        }
        if !keepsDirectory { try? FileManager.default.removeItem(atPath: directory) }
    }

    /// The processes with the variable, and the filters of their print server; not this process.
    func processes() -> [pid_t] {
        // cupsd starts its backends with an environment of its own.
        let needles = ["\(Self.variable)=\(directory)\0", "CUPS_SERVERROOT=\(directory)/"].map {
            Data($0.utf8)
        }
        let entries = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
        return entries.compactMap(pid_t.init).filter { process in
            guard process != getpid(),
                let environment = FileManager.default.contents(atPath: "/proc/\(process)/environ")
            else { return false }
            return needles.contains { environment.range(of: $0) != nil }
        }
    }
}
