import CentralLink
public import ConfigurationFiles
import Devices
import KioskCore

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

extension KioskConfiguration {
    /// Reads a configuration file; `docs/kiosk.example.yaml` shows every key.
    ///
    /// Relative paths in the file are relative to its directory.
    /// - Throws: Everything that is wrong, with line, key, what was found and what was expected.
    public static func load(file: String) throws(ConfigurationFault) -> KioskConfiguration {
        let notes = ConfigurationNotes()
        let root = ConfigurationSection(try ConfigurationFile.root(of: file), notes: notes)
        let files = ReferencedFiles(directory: URL(filePath: file).deletingLastPathComponent())
        let configuration = read(root, files)
        root.refuseUnknownKeys()
        guard let configuration, notes.problems.isEmpty else {
            throw ConfigurationFault(file: file, problems: notes.problems)
        }
        return configuration
    }

    /// `nil` if a value without a default is missing or wrong; the notes list them.
    private static func read(_ root: ConfigurationSection, _ files: ReferencedFiles) -> KioskConfiguration? {
        let kiosk = root.required("kiosk", .identifier)
        let role = root.required("role", .role)
        let place = Place(reading: root)
        let neighbours = root.list("neighbours", of: .identifier, default: [])
        let siteSection = root.section("site")
        let site = SiteProfile(reading: siteSection)
        let siteKey = files.value(
            named: siteSection.required("keyFile", .path), "keyFile", in: siteSection, .key)
        let screen = ScreenSettings(reading: root.section("screen"))
        let state = root.section("state").value("directory", .path, default: "/var/lib/kiosk")
        let control = root.section("control")
        let isControlled = control.value("enabled", .flag, default: true)
        let socket = control.value("socket", .socketPath, default: "/run/kiosk/control.sock")
        let link = LinkConfiguration(reading: root, files)
        let hardware = HardwareFiles(reading: root, files)
        let printer = PrinterSettings(reading: root, hardware.printers)
        let times = SessionTimes(reading: root.section("times"))
        let constants = LegalConstants(reading: root.section("constants"))
        let calendar = WorkingCalendar(reading: root.section("calendar"), cutOff: constants.cutOff)
        let pin = TechnicianPIN(reading: root.section("technician"), files)
        guard let kiosk, let role, let site, let siteKey, let calendar else { return nil }
        var configuration = KioskConfiguration(
            kiosk: kiosk, role: role, site: site, siteKey: siteKey, screen: screen,
            stateDirectory: files.absolute(state), controlSocket: isControlled ? socket : nil, link: link,
            printer: printer, scanners: hardware.scanners, times: times, calendar: calendar,
            constants: constants, technicianPIN: pin)
        configuration.place = place
        configuration.neighbours = neighbours
        configuration.warnings = hardware.faults
        return configuration
    }
}

/// The files that a configuration names.
struct ReferencedFiles {
    let directory: URL

    func absolute(_ path: String) -> String {
        path.hasPrefix("/") ? path : directory.appending(path: path).path
    }

    /// The value on the first line of a file.
    func value<Value>(
        named path: String?, _ key: String, in section: ConfigurationSection, _ form: ConfigurationForm<Value>
    ) -> Value? {
        guard let path else { return nil }
        let file = absolute(path)
        switch ConfigurationFile.contents(of: file, upTo: 4096) {
        case .text(let text):
            if let value = form.parse(String(text.prefix { !$0.isNewline })) { return value }
            section.refuse(key, found: "other contents in \(file) (not shown)", expected: form.expectation)
        case .refused(let found):
            section.refuse(
                key, found: "\(found) at \(file)", expected: "a readable file with \(form.expectation)")
        }
        return nil
    }

    /// The absolute path of a PEM file that can be read.
    func certificateFile(_ path: String?, _ key: String, in section: ConfigurationSection) -> String? {
        guard let path else { return nil }
        let file = absolute(path)
        switch ConfigurationFile.contents(of: file, upTo: ConfigurationFile.maxByteCount) {
        case .text(let text) where text.contains("-----BEGIN "): return file
        case .text: section.refuse(key, found: "other contents in \(file)", expected: "a PEM file")
        case .refused(let found):
            section.refuse(key, found: "\(found) at \(file)", expected: "a readable PEM file")
        }
        return nil
    }
}
