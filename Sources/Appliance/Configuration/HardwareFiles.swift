import ConfigurationFiles
import Devices

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// The contents of the hardware folders: those that the configuration names, or those of the packages.
struct HardwareFiles {
    let printers: PrinterCatalogue
    let scanners: [ScannerProfile]
    /// The problems of the files that were left out.
    let faults: [ConfigurationFault]

    /// A folder that the configuration names must exist; without one of the packages, the built-in entries
    /// are used.
    init(reading root: ConfigurationSection, _ files: ReferencedFiles) {
        let printers = Self.folder(of: root.section("printer"), usual: PrinterCatalogue.folder, files)
            .map(PrinterCatalogue.load)
        let scanners = Self.folder(of: root.section("scanner"), usual: ScannerProfile.folder, files)
            .map(ScannerProfile.load)
        self.printers = printers?.catalogue ?? .builtIn
        self.scanners = scanners?.profiles ?? ScannerProfile.builtIn
        faults = (printers?.faults ?? []) + (scanners?.faults ?? [])
    }

    private static func folder(
        of section: ConfigurationSection, usual: String, _ files: ReferencedFiles
    ) -> String? {
        guard let named = section.optional("profiles", .path) else { return isFolder(usual) ? usual : nil }
        let folder = files.absolute(named)
        if isFolder(folder) { return folder }
        section.refuse("profiles", found: "no folder at \(folder)", expected: "a folder of .yaml files")
        return nil
    }

    private static func isFolder(_ path: String) -> Bool {
        var isFolder = false
        return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) && isFolder
    }
}
