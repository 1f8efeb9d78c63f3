import Appliance
import ArgumentParser
import ConfigurationFiles

struct Check: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Checks a configuration file, and the files it names, without using it.",
        discussion: "Files about printers and scanners that cannot be used are told too, and count as wrong.")

    @Argument(help: "The configuration file.")
    var file: String

    func run() throws {
        let configuration = try read()
        // The kiosk works without these files; whoever asks wants to know.
        configuration.warnings.forEach { complain($0.description) }
        guard configuration.warnings.isEmpty else { throw ExitCode.failure }
        print("\(file): good, for \(configuration.kiosk)")
    }

    private func read() throws -> KioskConfiguration {
        do throws(ConfigurationFault) {
            return try KioskConfiguration.load(file: file)
        } catch {
            complain(error.description)
            throw ExitCode.failure
        }
    }
}
