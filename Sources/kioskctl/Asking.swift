import Appliance
import ArgumentParser

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// How every command reaches the kiosk.
struct Asking: ParsableArguments {
    @Option(help: "The kiosk's control socket.")
    var socket = "/run/kiosk/control.sock"

    @Flag(help: "Print JSON, for scripts.")
    var json = false

    func client(deadline: Duration = .seconds(5)) -> ControlClient {
        ControlClient(socket: socket, deadline: deadline)
    }
}

/// Says why the kiosk could not be asked, or said no, and ends the program accordingly.
func ending(_ fault: ControlFault) -> ExitCode {
    complain(printable(fault.description))
    if case .refused = fault { return Outcome.no }
    return Outcome.unreachable
}

/// A value as JSON: on one line where many follow each other.
func json(_ value: some Encodable, isLine: Bool = false) -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    if !isLine { encoder.outputFormatting.insert(.prettyPrinted) }
    // Plain values of our own; none holds what JSON cannot.
    return (try? encoder.encode(value)).map { String(decoding: $0, as: UTF8.self) } ?? "{}"
}

/// Prints a line at once, also into a pipe.
func say(_ line: String) { writeToStandardOutput(line + "\n") }
