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
        // The kiosk works without these files; a check reports them nevertheless.
        configuration.warnings.forEach { printError($0.description) }
        guard configuration.warnings.isEmpty else { throw ExitCode.failure }
        print("\(file): good, for \(configuration.kiosk)")
    }

    private func read() throws -> KioskConfiguration {
        do throws(ConfigurationFault) {
            return try KioskConfiguration.load(file: file)
        } catch {
            printError(error.description)
            throw ExitCode.failure
        }
    }
}

struct HashPIN: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "hash-pin",
        abstract: "Reads a technician's PIN and prints the line for technician.pin or its pinFile.",
        discussion: "The PIN is read from standard input, not from the command line, where others see it.")

    func run() throws {
        let pin = hideInput { readLine(strippingNewline: true) ?? "" }
        var generator = SystemRandomNumberGenerator()
        let salt = (0..<16).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
        guard let hash = PINHash(hashing: pin, salt: salt) else {
            printError("a PIN has \(PINHash.digits.lowerBound) to \(PINHash.digits.upperBound) digits")
            throw ExitCode.failure
        }
        print(hash)
    }
}
