import Appliance
import ArgumentParser

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

/// The exit statuses, for scripts.
enum ExitStatus {
    static let degraded = ExitCode(1)
    static let notGood = ExitCode(1)
    static let unreachable = ExitCode(2)
}

/// The options of every command that needs a running kiosk.
struct KioskOptions: ParsableArguments {
    @Option(help: "The kiosk's control socket.")
    var socket = "/run/kiosk/control.sock"

    @Flag(help: "Print JSON, for scripts.")
    var json = false

    func client(timeout: Int = 5) -> ControlClient {
        ControlClient(socket: socket, deadline: .seconds(timeout))
    }
}

/// Reports why the kiosk could not be asked, or refused, and returns its exit status.
func exitStatus(for fault: ControlFault) -> ExitCode {
    printError(printable(fault.description))
    if case .refused = fault { return ExitStatus.notGood }
    return ExitStatus.unreachable
}
