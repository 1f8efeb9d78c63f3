import ArgumentParser
import Central
import Foundation

#if canImport(Glibc)
    import Glibc
#endif

/// Imports data of the one-stop system.
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
        try ImportResult.report(file) {
            try importer.run(
                file: file, remark: { KioskCentral.printError("\($0)") },
                gap: { KioskCentral.printError("warning: \($0)") })
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
        var progress = ImportProgress(isTerminal: isTerminal)
        let begin = ContinuousClock.now
        try ImportResult.report(file) {
            try importer.run(file: file, remark: { KioskCentral.printError("\($0)") }) { fraction in
                guard let percent = progress.percent(done: fraction, after: .now - begin) else { return }
                let text = isTerminal ? "\r\(percent) %\(percent == 100 ? "\n" : "")" : "\(percent) %\n"
                FileHandle.standardError.write(Data(text.utf8))
            }
        }
    }
}

/// The end of an import: its summary, and the exit status.
enum ImportResult {
    static func report(_ file: String, _ run: () throws -> ImportSummary) throws {
        let summary: ImportSummary
        do {
            summary = try run()
        } catch {
            KioskCentral.printError(
                "\(file): \((error as? CatalogueImport.Refusal)?.description ?? "\(error)")")
            throw ExitCode(2)
        }
        print(
            "\(summary.changed) changed, \(summary.unchanged) unchanged, \(summary.removed) removed, "
                + "\(summary.refused) could not be used")
        if summary.exitStatus != 0 { throw ExitCode(Int32(summary.exitStatus)) }
    }
}
