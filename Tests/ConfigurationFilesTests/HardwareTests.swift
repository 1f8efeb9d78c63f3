import ConfigurationFiles
import Devices
import Foundation
import KioskCore
import Testing

/// The files of `hardware/`, as they are installed.
@Suite struct `The hardware that we ship` {
    static let folder = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../../hardware").standardizedFileURL.path()
    static let printers = PrinterCatalogue.load(folder: folder + "/printers")
    static let scanners = ScannerProfile.load(folder: folder + "/scanners")

    @Test func `reads without a fault`() {
        #expect(Self.printers.faults.map(\.description) == [])
        #expect(Self.scanners.faults.map(\.description) == [])
    }

    @Test func `has the printers that offices buy`() {
        let names = Set(Self.printers.catalogue.profiles.map(\.name))
        #expect(
            names.isSuperset(of: [
                "epson-tm-t82", "epson-tm-t88", "epson-tm-m30", "xprinter-xp-80", "xprinter-xp-58",
                "hprt-tp805", "gprinter-gp-80", "rongta-rp326", "rongta-rp332", "star-escpos",
                "generic-80", "generic-58",
            ]))
    }

    @Test func `tells the generic printers as they are built in`() {
        for profile in PrinterProfile.builtIn {
            #expect(Self.printers.catalogue.profile(named: profile.name) == profile)
        }
        // The files come first: were a name missing there, the built-in profile would answer.
        #expect(Self.printers.catalogue.profiles.filter { $0.name.hasPrefix("generic") }.count == 2)
        #expect(Self.text(of: "generic.yaml").contains("name: generic-58"))
    }

    @Test(arguments: printers.catalogue.profiles)
    func `has printers that can be`(_ profile: PrinterProfile) {
        #expect(profile.head.printedWidth < Double(profile.paperWidth))
        #expect(profile.head.printedWidth > 0.75 * Double(profile.paperWidth))
        #expect((8...30).contains(profile.cutterDistance * 254 / profile.dotsPerInch / 10))
        #expect((10_000...100_000).contains(profile.rollLength))
        #expect(!profile.avoidsMultiplesOf48 || profile.bandRows > 48)
    }

    @Test func `names no identity twice`() {
        let identities = Self.printers.catalogue.profiles.map(\.identity)
        let models = identities.flatMap { identity in
            identity.models.map { ("\(identity.maker ?? "") \($0)").lowercased() }
        }
        let pairs = identities.flatMap(\.usb)
        #expect(Set(models).count == models.count)
        #expect(Set(pairs).count == pairs.count)
        let scanners = Self.scanners.profiles.dropLast(ScannerProfile.builtIn.count)
            .map { "\($0.vendor):\($0.product ?? 0)" }
        #expect(Set(scanners).count == scanners.count)
        #expect(Set(Self.scanners.profiles.map(\.name)).count >= 5)
    }

    @Test func `explains every key to technicians`() throws {
        for (list, folder) in [("printers", "printers"), ("scanners", "scanners")] {
            let readme = Self.text(of: "README.md", in: folder)
            let files = try FileManager.default.contentsOfDirectory(atPath: Self.folder + "/" + folder)
            for file in files.filter({ $0.hasSuffix(".yaml") }) {
                for line in Self.text(of: file, in: folder).split(separator: "\n") where line.contains(": ") {
                    let key = line.drop { " -".contains($0) }.prefix { $0 != ":" }
                    if line.hasPrefix("#") || line.contains("#") || key == list { continue }
                    #expect(readme.contains("`\(key)`"), "\(folder)/README.md does not explain \(key)")
                }
            }
        }
    }

    private static func text(of file: String, in list: String = "printers") -> String {
        (try? String(contentsOfFile: "\(folder)/\(list)/\(file)", encoding: .utf8)) ?? ""
    }
}
