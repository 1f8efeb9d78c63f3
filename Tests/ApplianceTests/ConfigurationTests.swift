import CentralLink
import ConfigurationFiles
import Devices
import Foundation
import KioskCore
import Testing

@testable import Appliance

@Suite("Configuration")
struct ConfigurationTests {
    let folder: ConfigurationFolder

    init() throws { folder = try ConfigurationFolder() }

    @Test func `the shortest good file leaves everything else at its default`() throws {
        let configuration = try folder.load(shortest)
        #expect(configuration.kiosk == "dispenser-1")
        #expect(configuration.role == .dispenser)
        #expect(configuration.site.name == "Trung tâm Phục vụ hành chính công")
        #expect(configuration.site.phone == "0123 456")
        #expect(configuration.siteKey == [UInt8](repeating: 0xAB, count: 32))
        #expect(configuration.link == nil)
        #expect(configuration.printer == nil)
        #expect(configuration.times == SessionTimes())
        #expect(configuration.constants == LegalConstants())
        #expect(configuration.calendar == .standard)
        #expect(configuration.technicianPIN == .closed)
        #expect(configuration.stateDirectory == "/var/lib/kiosk")
        #expect(configuration.controlSocket == "/run/kiosk/control.sock")
        #expect(configuration.screen == ScreenSettings())
    }

    @Test func `the example that technicians copy loads`() throws {
        let example = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "../../docs/kiosk.example.yaml").standardizedFileURL
        let configuration = try folder.load(String(contentsOf: example, encoding: .utf8))
        #expect(configuration.link?.address == "https://mot-cua.example.vn:8443")
        #expect(configuration.link?.keyPath == folder.path("tls/kiosk.key"))
        #expect(
            configuration.printer
                == PrinterSettings(
                    server: CUPSServer(host: "127.0.0.1", port: 631), queue: "receipt", profile: .generic80))
        let saturday = try #require(CivilDate(year: 2026, month: 8, day: 29))
        let makeUp = try #require(CivilDate(year: 2026, month: 8, day: 22))
        #expect(configuration.calendar.sessions(on: saturday).count == 1)
        #expect(configuration.calendar.sessions(on: makeUp) == WorkingCalendar.usualSessions)
    }

    @Test func `what the example shows as default is the default`() throws {
        let example = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "../../docs/kiosk.example.yaml").standardizedFileURL
        let lines = try String(contentsOf: example, encoding: .utf8).split(separator: "\n")
        // The shown defaults: "#key:" and "#  key: value", without the ones that have no default.
        let shown = lines.filter {
            $0.hasPrefix("#") && !$0.hasPrefix("# ") || $0.hasPrefix("#  ") && $0.contains(": ")
        }
        .map { $0.dropFirst() }.filter {
            !$0.contains("pinFile") && !$0.contains("openssl") && !$0.contains("profiles:")
        }
        let configuration = try folder.load(shortest + "\n" + shown.joined(separator: "\n"))
        let usual = try folder.load(shortest)
        #expect(shown.count > 20)
        #expect(configuration.times == usual.times)
        #expect(configuration.constants == usual.constants)
        #expect(configuration.stateDirectory == usual.stateDirectory)
        #expect(configuration.controlSocket == usual.controlSocket)
    }

    @Test func `values of every kind are read as written`() throws {
        let configuration = try folder.load(
            shortest + """

                screen: { display: memory, size: 1920x1080, pixelsPerMillimetre: 3.5, console: /dev/tty1 }
                control: { enabled: false }
                state: { directory: state }
                times: { idle: 2 min, doubleStrike: 750 ms }
                constants: { cutOff: 16:30, acceptanceWorkingHours: 4 }
                calendar:
                  sessions: [07:30-12:00]
                  weekend: [sunday]
                  days: { wednesday: [] }
                  holidays: [2026-09-02]
                """)
        #expect(configuration.screen.display.memorySize == PixelSize(width: 1920, height: 1080))
        #expect(configuration.screen.display.kind == .memory)
        #expect(configuration.screen.display.console == "/dev/tty1")
        #expect(configuration.screen.pixelsPerMillimetre == 3.5)
        #expect(configuration.controlSocket == nil)
        #expect(configuration.stateDirectory == folder.path("state"))
        #expect(configuration.times.idle == .seconds(120))
        #expect(configuration.times.debounceInterval == .milliseconds(750))
        #expect(configuration.constants.cutOff == TimeOfDay(hour: 16, minute: 30))
        #expect(configuration.constants.acceptanceWorkingHours == 4)
        #expect(configuration.calendar.cutOff == TimeOfDay(hour: 16, minute: 30))
        #expect(configuration.calendar.week[.saturday]?.count == 1)
        #expect(configuration.calendar.week[.wednesday] == nil)
        #expect(configuration.calendar.week[.sunday] == nil)
    }

    @Test(arguments: wrongValues)
    func `a wrong value is reported with line, key, what was found and what was expected`(_ wrong: Wrong)
        throws
    {
        let fault = try #require(throws: ConfigurationFault.self) { try folder.load(wrong.text) }
        #expect(fault.file == folder.path("kiosk.yaml"))
        #expect(fault.problems.map(\.description) == [wrong.message])
    }

    @Test func `all problems are reported at once, in the order of the file`() throws {
        let fault = try #require(throws: ConfigurationFault.self) {
            try folder.load(
                """
                kiosk: Not A Name
                rolle: dispenser
                times:
                  idle: soon
                  warnning: 20 s
                """)
        }
        #expect(
            fault.problems.map(\.key).filter { !$0.hasPrefix("site.") } == [
                "role", "kiosk", "rolle", "times.idle", "times.warnning",
            ])
        #expect(fault.problems.filter { $0.key.hasPrefix("site.") }.count == 10)
        #expect(fault.description.hasPrefix("\(folder.path("kiosk.yaml")): 15 problems\n  "))
    }

    @Test(arguments: [
        ("kiosk: [", "not YAML"), ("kiosk: a\n\tb: c", "not YAML"), ("- a\n- b", "a list"), ("", "nothing"),
        ("kiosk: a\nkiosk: b", "more than once: kiosk"), ("kiosk: \u{1}", "not YAML"),
    ])
    func `a file that is not a group of keys is reported as such`(_ text: String, _ found: String) throws {
        let fault = try #require(throws: ConfigurationFault.self) { try folder.load(text) }
        #expect(fault.problems.contains { $0.found.contains(found) }, "\(fault)")
    }

    @Test func `a file that cannot be read says why`() throws {
        let missing = try #require(throws: ConfigurationFault.self) {
            try KioskConfiguration.load(file: folder.path("missing.yaml"))
        }
        #expect(missing.problems.map(\.found) == ["no such file"])
        let directory = try #require(throws: ConfigurationFault.self) {
            try KioskConfiguration.load(file: folder.path("tls"))
        }
        #expect(directory.problems.map(\.found) == ["no regular file"])
        let large = String(repeating: "#", count: ConfigurationFile.maxByteCount + 1)
        let huge = try #require(throws: ConfigurationFault.self) { try folder.load(large) }
        #expect(huge.problems.map(\.found) == ["262145 bytes"])
        try Data([0x6B, 0xFF, 0xFE]).write(to: URL(filePath: folder.path("latin.yaml")))
        let latin = try #require(throws: ConfigurationFault.self) {
            try KioskConfiguration.load(file: folder.path("latin.yaml"))
        }
        #expect(latin.problems.map(\.found) == ["text that is not UTF-8"])
    }

    @Test func `a key file's contents are never told`() throws {
        try "geheim".write(toFile: folder.path("site.key"), atomically: true, encoding: .utf8)
        let fault = try #require(throws: ConfigurationFault.self) { try folder.load(shortest) }
        #expect(fault.problems.map(\.key) == ["site.keyFile"])
        #expect(!fault.description.contains("geheim"))
    }

    @Test func `folders about hardware may lie beside the file`() throws {
        try folder.write(
            "printers/own.yaml",
            """
            printers:
              - { name: own, title: Own, dots: 512, dotsPerInch: 180, paperWidth: 80 mm, rollLength: 25 m,
                  cutterDistance: 15 mm, feedUnitsPerDot: 2 }
            """)
        try folder.write("scanners/own.yaml", "scanners:\n  - { name: Own, vendor: abcd }\n")
        let configuration = try folder.load(
            shortest + """

                printer: { profile: own, profiles: printers }
                scanner: { profiles: scanners }
                """)
        #expect(configuration.printer?.profile.head == PrintHead(dots: 512, dotsPerInch: 180))
        #expect(configuration.scanners.first == ScannerProfile(name: "Own", vendor: 0xABCD))
        #expect(configuration.warnings.isEmpty)
    }

    @Test func `a wrong hardware file is a warning, and the generic printers work`() throws {
        try folder.write("printers/own.yaml", "printers:\n  - { name: own }\n")
        let good = try folder.load(shortest + "\nprinter: { profile: generic-58, profiles: printers }\n")
        #expect(good.printer?.profile == .generic58)
        #expect(good.warnings.map(\.file) == [folder.path("printers") + "/own.yaml"])
        let fault = try #require(throws: ConfigurationFault.self) {
            try folder.load(shortest + "\nprinter: { profile: own, profiles: printers }\n")
        }
        #expect(
            fault.problems.map(\.description) == [
                "line 14: printer.profile: found \"own\", which no file of the folder printer.profiles has, "
                    + "expected a known name, such as generic-58, generic-80"
            ])
    }

    @Test func `an unknown printer is reported with the nearest names`() throws {
        let printers = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "../../hardware/printers").standardizedFileURL.path()
        let fault = try #require(throws: ConfigurationFault.self) {
            try folder.load(shortest + "\nprinter: { profile: xprinter-80, profiles: \(printers) }\n")
        }
        #expect(fault.problems.first?.expected.contains("xprinter-xp-80") == true, "\(fault)")
    }
}

/// A folder with the files that the tests' configurations name; gone with the test.
final class ConfigurationFolder: Sendable {
    private let root: URL

    init() throws {
        root = FileManager.default.temporaryDirectory.appending(path: "kiosk-\(UUID().uuidString)")
        let tls = root.appending(path: "tls")
        try FileManager.default.createDirectory(at: tls, withIntermediateDirectories: true)
        try write("site.key", String(repeating: "ab", count: 32) + "\n")
        for name in ["authority.pem", "kiosk.pem", "kiosk.key"] {
            try write("tls/\(name)", "-----BEGIN EXAMPLE-----\n-----END EXAMPLE-----\n")
        }
    }

    deinit { try? FileManager.default.removeItem(at: root) }

    func path(_ name: String) -> String { root.appending(path: name).path }

    func write(_ name: String, _ text: String) throws {
        let file = root.appending(path: name)
        try FileManager.default.createDirectory(
            at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: file)
    }

    func load(_ text: String) throws -> KioskConfiguration {
        try write("kiosk.yaml", text)
        return try KioskConfiguration.load(file: path("kiosk.yaml"))
    }
}

let shortest = """
    kiosk: dispenser-1
    role: dispenser
    site:
      code: MC99
      name: Trung tâm Phục vụ hành chính công
      englishName: Public Administrative Service Centre
      unit: Phường Mẫu
      address: 1 đường Ví Dụ
      phone: 0123 456
      web: dichvucong.example.vn
      hotline: 1900 0000
      agencyPrefix: H08.99
      keyFile: site.key
    """
