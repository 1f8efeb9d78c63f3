import Appliance
import ArgumentParser

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

struct Status: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Says how the running kiosk is.",
        discussion: "Exit status: 0 healthy, 1 degraded (it works, but not in full), 2 unreachable.")

    @Flag(help: "Print everything as JSON.")
    var json = false

    @Option(help: "The kiosk's control socket.")
    var socket = "/run/kiosk/control.sock"

    @Option(help: "Seconds to wait for the answer.")
    var timeout = 5

    func validate() throws {
        guard (1...600).contains(timeout) else { throw ValidationError("--timeout is 1 to 600 seconds") }
    }

    func run() async throws {
        let status: KioskStatus
        do throws(ControlFault) {
            let client = ControlClient(socket: socket, deadline: .seconds(timeout))
            status = try await client.ask("status").result()
        } catch {
            complain(error.description)
            throw Outcome.unreachable
        }
        let report = StatusReport(status)
        print(json ? try formatted(status) : report.table)
        if !report.isHealthy { throw Outcome.degraded }
    }

    private func formatted(_ status: KioskStatus) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(status), as: UTF8.self)
    }
}
