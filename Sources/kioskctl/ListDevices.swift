import Appliance
import ArgumentParser

struct ListDevices: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "devices",
        abstract: "Lists what is plugged in, how it is used, and what is left alone and why.",
        discussion: "Exit status: 0 listed, 2 unreachable.")

    @OptionGroup var asking: Asking

    func run() async throws {
        do throws(ControlFault) {
            let report: DeviceReport = try await asking.client().ask("devices").result()
            say(asking.json ? json(report) : report.table)
        } catch {
            throw ending(error)
        }
    }
}
