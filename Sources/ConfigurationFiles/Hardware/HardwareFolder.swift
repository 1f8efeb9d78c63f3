import Yams

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// A folder of files about hardware that technicians may edit: one file a maker, each with one list.
enum HardwareFolder {
    /// Reads every file of a folder, in the order of their names.
    ///
    /// A file with a problem is left out as a whole: a mistake in one maker's file must not stop a kiosk with
    /// another maker's device.
    /// - Parameters:
    ///   - list: The key under which every file has its list.
    ///   - read: Reads one entry; `nil` if a value is missing or wrong, which the section notes.
    /// - Returns: The entries of the valid files, and the problems of the others.
    static func entries<Entry>(
        of folder: String, list: String, read: (ConfigurationSection) -> Entry?
    ) -> (entries: [Entry], faults: [ConfigurationFault]) {
        let names: [String]
        do { names = try FileManager.default.contentsOfDirectory(atPath: folder) } catch {
            let problem = ConfigurationProblem(
                line: nil, key: "", found: "no folder that can be read", expected: "a folder of .yaml files")
            return ([], [ConfigurationFault(file: folder, problems: [problem])])
        }
        var entries: [Entry] = []
        var faults: [ConfigurationFault] = []
        for name in names.filter({ $0.hasSuffix(".yaml") && !$0.hasPrefix(".") }).sorted() {
            do throws(ConfigurationFault) {
                entries += try self.entries(ofFile: "\(folder)/\(name)", list: list, read: read)
            } catch {
                faults.append(error)
            }
        }
        return (entries, faults)
    }

    private static func entries<Entry>(
        ofFile file: String, list: String, read: (ConfigurationSection) -> Entry?
    ) throws(ConfigurationFault) -> [Entry] {
        let notes = ConfigurationNotes()
        let root = try ConfigurationFile.root(of: file)
        let items = root?.mapping?[list]?.sequence.map { list in list.map(\.self) }
        if items == nil || root?.mapping?.count != 1 {
            notes.add(
                line: root?.mark?.line, key: list, found: "something else",
                expected: "a list, and no other key")
        }
        var entries: [Entry] = []
        for (index, item) in (items ?? []).enumerated() {
            let section = ConfigurationSection(
                item, path: "\(list)[\(index)]", line: item.mark?.line, notes: notes)
            if let entry = read(section) { entries.append(entry) }
            section.refuseUnknownKeys()
        }
        guard notes.problems.isEmpty else { throw ConfigurationFault(file: file, problems: notes.problems) }
        return entries
    }
}
