import ArgumentParser
import Central
import Foundation
import KioskCore

/// The centre's program.
@main
struct KioskCentral: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "kiosk-central",
        abstract: "A small central system for ticket dispensers and lookup terminals.",
        subcommands: [Serve.self, Import.self, RenewFeed.self])

    /// The clock of this machine.
    static func now() -> Timestamp { Timestamp(milliseconds: Int64(Date().timeIntervalSince1970 * 1000)) }

    static func printError(_ text: String) { FileHandle.standardError.write(Data((text + "\n").utf8)) }
}

/// The option for the database.
struct DatabaseOption: ParsableArguments {
    @Option(help: "The SQLite file of this centre; made when there is none.")
    var database: String

    func open() throws -> CentralDatabase {
        do {
            return try CentralDatabase(path: database)
        } catch {
            KioskCentral.printError("The database at \(database) cannot be opened: \(error)")
            throw ExitCode(2)
        }
    }
}

/// After a backup was restored.
struct RenewFeed: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "After restoring a backup: let every kiosk read everything again.")

    @OptionGroup var database: DatabaseOption

    func run() throws { try database.open().renewFeed() }
}
