import Appliance
import ArgumentParser

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
            complain("a PIN has \(PINHash.digits.lowerBound) to \(PINHash.digits.upperBound) digits")
            throw ExitCode.failure
        }
        print(hash)
    }
}
