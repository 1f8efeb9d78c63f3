import ArgumentParser
import Central
import Foundation

#if canImport(Glibc)
    import Glibc
#endif

/// Brings data of the one-stop system in.
struct Import: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract:
            "Bring in the catalogue, or dossiers. Exit status: 0 all good, 1 some could not be used, 2 none.",
        subcommands: [ImportCatalogue.self, ImportDossiers.self])
}

/// `kiosk-central import catalogue`.
struct ImportCatalogue: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "catalogue", abstract: "Replace the catalogue of fields and procedures by a JSON file.")

    @OptionGroup var database: DatabaseOption
    @Argument(help: "The catalogue, in the keys of the national procedure package.")
    var file: String

    func run() throws {
        let importer = CatalogueImport(database: try database.open())
        try Remarks.finish(file) {
            try importer.run(
                file: file, remark: { KioskCentral.complain("\($0)") },
                gap: { KioskCentral.complain("warning: \($0)") })
        }
    }
}

/// `kiosk-central import dossiers`.
struct ImportDossiers: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "dossiers",
        abstract: "Bring in dossiers, one JSON object a line, in the keys of the national package.")

    @OptionGroup var database: DatabaseOption
    @Argument(help: "The lines; known dossiers are updated.")
    var file: String

    func run() throws {
        let importer = DossierImport(database: try database.open(), now: KioskCentral.now)
        let isTerminal = isatty(STDERR_FILENO) == 1
        var line = ProgressLine(isTerminal: isTerminal)
        let begin = ContinuousClock.now
        try Remarks.finish(file) {
            try importer.run(file: file, remark: { KioskCentral.complain("\($0)") }) { fraction in
                guard let percent = line.percent(done: fraction, after: .now - begin) else { return }
                let text = isTerminal ? "\r\(percent) %\(percent == 100 ? "\n" : "")" : "\(percent) %\n"
                FileHandle.standardError.write(Data(text.utf8))
            }
        }
    }
}

/// How an import ends.
enum Remarks {
    static func finish(_ file: String, _ run: () throws -> ImportTally) throws {
        let tally: ImportTally
        do {
            tally = try run()
        } catch {
            KioskCentral.complain(
                "\(file): \((error as? CatalogueImport.Refusal)?.description ?? "\(error)")")
            throw ExitCode(2)
        }
        print(
            "\(tally.changed) changed, \(tally.unchanged) unchanged, \(tally.removed) removed, "
                + "\(tally.refused) could not be used")
        if tally.exitStatus != 0 { throw ExitCode(Int32(tally.exitStatus)) }
    }
}
