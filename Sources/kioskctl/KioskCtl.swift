import Appliance
import ArgumentParser
import Devices

@main
struct KioskCtl: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "kioskctl",
        abstract: "Looks after the kiosk on this machine.",
        discussion: """
            Exit status: 0 good; 1 not: the kiosk is degraded, a device or a person said no, a file is wrong; \
            2 the kiosk cannot be reached; 64 wrong usage.
            """,
        subcommands: [
            Status.self, ListDevices.self, Watch.self, Test.self, Calibrate.self, Check.self, HashPIN.self,
        ])
}

/// What became of a command, for scripts.
enum Outcome {
    static let degraded = ExitCode(1)
    static let no = ExitCode(1)
    static let unreachable = ExitCode(2)
}

/// A line for the person at the terminal, on standard error.
func complain(_ line: String) { writeToStandardError(line + "\n") }
