public import Devices
import Yams

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

extension ScannerProfile {
    /// Reads a folder of scanner files, `hardware/scanners`; its README shows every key.
    /// - Returns: What the files say, in the order of their names, before what is built in. Only the built-in
    ///   profiles when there is no such folder: unknown scanners work by their class.
    /// - Throws: Everything that is wrong with the first file that cannot be used.
    public static func load(folder: String) throws(ConfigurationFault) -> [ScannerProfile] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        var profiles: [ScannerProfile] = []
        for name in names.filter({ $0.hasSuffix(".yaml") }).sorted() {
            profiles += try load(file: "\(folder)/\(name)")
        }
        return profiles + builtIn
    }

    /// Reads one scanner file.
    static func load(file: String) throws(ConfigurationFault) -> [ScannerProfile] {
        let notes = ConfigurationNotes()
        let root = try ConfigurationFile.root(of: file)
        let entries = root?.mapping?["scanners"]?.sequence.map { list in list.map(\.self) }
        if entries == nil || root?.mapping?.count != 1 {
            notes.add(
                line: root?.mark?.line, key: "scanners", found: "something else",
                expected: "a list, and no other key")
        }
        var profiles: [ScannerProfile] = []
        for (index, entry) in (entries ?? []).enumerated() {
            let section = ConfigurationSection(
                entry, path: "scanners[\(index)]", line: entry.mark?.line, notes: notes)
            if let profile = ScannerProfile(reading: section) { profiles.append(profile) }
            section.refuseUnknownKeys()
        }
        guard notes.problems.isEmpty else { throw ConfigurationFault(file: file, problems: notes.problems) }
        return profiles
    }

    /// Nothing when a value without a default is missing or wrong; the notes say which.
    private init?(reading section: ConfigurationSection) {
        let name = section.required("name", .text(upTo: 60))
        let vendor = section.required("vendor", .usbNumber)
        let product = section.optional("product", .usbNumber)
        let quirks: [Quirk] = section.list("quirks", of: .choice, default: [])
        let mode: Mode = section.value("mode", .choice, default: .automatic)
        let framing: ScanFraming = section.value("framing", .choice, default: .gap)
        let suffix: ScanSuffix? = section.optional("suffix", .choice)
        let codes = section.section("setUpCodes")
        var setUpCodes: [Mode: String] = [:]
        for mode in [Mode.hidPOS, .serial, .keyboard] {
            setUpCodes[mode] = codes.optional(mode.rawValue, .text(upTo: 60))
        }
        guard let name, let vendor else { return nil }
        self.init(name: name, vendor: vendor, product: product, quirks: Set(quirks))
        self.mode = mode
        self.framing = framing
        self.suffix = suffix
        self.setUpCodes = setUpCodes
    }
}

extension ConfigurationForm where Value == UInt16 {
    /// As `lsusb` prints it.
    static let usbNumber = Self(expectation: "four hexadecimal digits such as 0c2e") { text in
        text.utf8.count == 4 && text.allSatisfy(\.isHexDigit) ? UInt16(text, radix: 16) : nil
    }
}
