import Appliance
import ArgumentParser
import Devices

@main
struct KioskCtl: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "kioskctl",
        abstract: "Looks after the kiosk on this machine.",
        discussion: """
            Exit status of "status": 0 healthy, 1 degraded, 2 unreachable. Of the others: 0 done, 1 not.
            """,
        subcommands: [Status.self, Check.self, HashPIN.self])
}

/// What became of a command, for scripts.
enum Outcome {
    static let degraded = ExitCode(1)
    static let unreachable = ExitCode(2)
}

/// A line for the person at the terminal, on standard error.
func complain(_ line: String) { writeToStandardError(line + "\n") }
