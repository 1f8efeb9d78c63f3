import Foundation

/// Clears up after a demo, however it ended.
///
/// It runs as a process of its own and waits until its standard input ends: that happens when the demo says
/// goodbye and when it is killed. Then it ends what the demo started and removes what it wrote.
public struct Sweeper: Sendable {
    /// What every process of a demo has in its environment, with the demo's directory as its value.
    public static let mark = "KIOSK_DEMO_DIRECTORY"
    private static let grace = Duration.seconds(3)

    private let directory: String
    private let keepsDirectory: Bool

    public init(directory: String, keepsDirectory: Bool) {
        self.directory = directory
        self.keepsDirectory = keepsDirectory
    }

    public func run() async {
        for number in [SIGINT, SIGTERM, SIGHUP, SIGPIPE] { _ = Foundation.signal(number, SIG_IGN) }
        while !FileHandle.standardInput.availableData.isEmpty {}
        await sweep()
    }

    /// Ends the processes and removes the files.
    func sweep() async {
        let clock = ContinuousClock()
        let end = clock.now.advanced(by: Self.grace)
        for process in processes() { kill(process, SIGTERM) }
        while !processes().isEmpty {
            if clock.now > end { for process in processes() { kill(process, SIGKILL) } }
            if clock.now > end.advanced(by: Self.grace) { break }
            try? await clock.sleep(for: .milliseconds(20))
        }
        if !keepsDirectory { try? FileManager.default.removeItem(atPath: directory) }
    }

    /// Who carries our mark, or is a filter of a print server that does; not this process.
    func processes() -> [pid_t] {
        // cupsd starts its backends with an environment of its own making.
        let marks = ["\(Self.mark)=\(directory)\0", "CUPS_SERVERROOT=\(directory)/"].map { Data($0.utf8) }
        let entries = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
        return entries.compactMap(pid_t.init).filter { process in
            guard process != getpid(),
                let environment = FileManager.default.contents(atPath: "/proc/\(process)/environ")
            else { return false }
            return marks.contains { environment.range(of: $0) != nil }
        }
    }
}
