import Appliance
import ArgumentParser

struct Check: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Checks a configuration file, and the files it names, without using it.")

    @Argument(help: "The configuration file.")
    var file: String

    func run() throws {
        do throws(ConfigurationFault) {
            let configuration = try KioskConfiguration.load(file: file)
            print("\(file): good, for \(configuration.kiosk)")
        } catch {
            complain(error.description)
            throw ExitCode.failure
        }
    }
}
