import Devices
import Drawing
import Foundation
import KioskCore
import Logging
import SimulatedDevices
import TestKit
import Testing

/// A private CUPS with an IPP Everywhere queue, somebody else's printer behind it, and the kiosk's driver in
/// front.
struct IPPPrintingFixture {
    let cups: PrivateCUPS
    let printer: EverywherePrinter
    let driver: CUPSReceiptPrinter

    static let pdf = "application/pdf"
    static let pwg = "image/pwg-raster"

    static func settings(
        _ cups: PrivateCUPS, deadline: Duration = .seconds(40)
    ) -> CUPSReceiptPrinter.Settings {
        var settings = CUPSReceiptPrinter.Settings(server: cups.server, queue: PrintingFixture.queue)
        settings.deadline = deadline
        settings.idleLook = .milliseconds(100)
        return settings
    }

    /// Opens a setup for one test and closes it whatever happens.
    static func open(
        formats: [String] = [pwg], dotsPerInch: Int = 203, kinds: [String] = ["black_1", "sgray_8"],
        deadline: Duration = .seconds(40), _ body: (IPPPrintingFixture) async throws -> Void
    ) async throws {
        let printer = try await EverywherePrinter(formats: formats, dotsPerInch: dotsPerInch, kinds: kinds)
        let cups = try await PrivateCUPS(
            backend: PrintingFixture.backend, otherBackends: PrivateCUPS.ippBackend)
        try await addQueue(to: cups, uri: printer.uri, model: "everywhere")
        let driver = CUPSReceiptPrinter(
            settings(cups, deadline: deadline), logger: Logger(label: "printer"))
        let setup = IPPPrintingFixture(cups: cups, printer: printer, driver: driver)
        defer {
            cups.stop()
            printer.stop()
        }
        try await body(setup)
    }

    /// As a technician does; then waits until CUPS has asked the printer, which it does by itself.
    static func addQueue(to cups: PrivateCUPS, uri: String, model: String) async throws {
        _ = try Tool.run(
            "/usr/sbin/lpadmin",
            [
                "-h", "127.0.0.1:\(cups.server.port)", "-p", PrintingFixture.queue, "-E", "-v", uri, "-m",
                model,
            ])
        guard model == "everywhere" else { return }
        let client = CUPSClient(cups.server)
        let isReady = try await eventually(within: .seconds(60)) {
            try await client.capabilities(of: PrintingFixture.queue).makeAndModel.contains("IPP Everywhere")
        }
        try #require(isReady, "CUPS made no queue of \(uri)")
    }

    /// What became of a document in the printer's own dots.
    func paper(_ number: Int = 0, dotsPerInch: Int = 203) throws -> DotBitmap {
        let tray = printer.tray
        try #require(tray.indices.contains(number), "the tray holds \(tray.count)")
        let document = tray[number]
        if document.format == Self.pdf { return try Rendering.pdf(document.path, dotsPerInch: dotsPerInch) }
        return try PWGPage(Data(contentsOf: URL(fileURLWithPath: document.path))).picture
    }
}

/// A slip with words, a rule and a symbol.
func ticketSlip(_ number: String) throws -> DotBitmap {
    var column = DotColumn(width: 576, fonts: try FontLibrary())
    column.text("PHIẾU SỐ THỨ TỰ", size: 32, isBold: true)
    column.number(number, size: 160)
    column.qr(try QRSymbol(ticketCode(number)), dotsPerModule: 6)
    column.rule()
    column.text("Hộ tịch. Xin giữ phiếu này đến khi được gọi.", size: 26)
    return column.bitmap()
}

func ticketCode(_ number: String) -> String { "https://mau.dichvucong.gov.vn/q/\(number)" }

/// Other people's renderers.
enum Rendering {
    static func pdf(_ path: String, dotsPerInch: Int) throws -> DotBitmap {
        try inFolder { folder in
            _ = try Tool.run(
                "/usr/bin/pdftoppm", ["-r", "\(dotsPerInch)", "-mono", "-singlefile", path, folder + "/page"])
            return try PBM.read(folder + "/page.pbm")
        }
    }

    static func postScript(_ path: String, dotsPerInch: Int) throws -> DotBitmap {
        try inFolder { folder in
            _ = try Tool.run(
                "/usr/bin/gs",
                [
                    "-q", "-dNOPAUSE", "-dBATCH", "-dSAFER", "-sDEVICE=pbmraw", "-r\(dotsPerInch)",
                    "-sOutputFile=\(folder)/page.pbm", path,
                ])
            return try PBM.read(folder + "/page.pbm")
        }
    }

    /// What zbarimg reads in a picture.
    static func codes(in picture: DotBitmap) throws -> [String] {
        try inFolder { folder in
            try PBM.write(picture, folder + "/page.pbm")
            return try Tool.run("/usr/bin/zbarimg", ["-q", "--raw", folder + "/page.pbm"])
                .split(separator: "\n").map(String.init)
        }
    }

    private static func inFolder<Result>(_ body: (String) throws -> Result) throws -> Result {
        let folder = FileManager.default.temporaryDirectory.path + "/kiosk-page-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        return try body(folder)
    }
}

/// Portable bitmaps: the dots of other people's tools.
enum PBM {
    static func read(_ path: String) throws -> DotBitmap {
        let bytes = Array(try Data(contentsOf: URL(fileURLWithPath: path)))
        // Three words and one white byte: `P4`, the width, the height.
        var words: [Substring] = []
        var index = 0
        while words.count < 3, index < bytes.count {
            let end = bytes[index...].firstIndex { $0 == 0x0A || $0 == 0x20 } ?? bytes.count
            let word = String(decoding: bytes[index..<end], as: UTF8.self)
            if word.hasPrefix("#") {
                index = (bytes[index...].firstIndex(of: 0x0A) ?? bytes.count) + 1
                continue
            }
            words.append(word[...])
            index = end + 1
        }
        try #require(words.count == 3 && words[0] == "P4")
        var picture = DotBitmap(width: try #require(Int(words[1])), height: try #require(Int(words[2])))
        try #require(bytes.count - index == picture.bytes.count)
        picture.bytes = Array(bytes[index...])
        return picture
    }

    static func write(_ picture: DotBitmap, _ path: String) throws {
        let head = Array("P4\n\(picture.width) \(picture.height)\n".utf8)
        try Data(head + picture.bytes).write(to: URL(fileURLWithPath: path))
    }
}

extension DotBitmap {
    /// Whether a picture shows these dots from its left upper corner, and white everywhere else.
    ///
    /// The slip's white end need not be there.
    func shows(_ slip: DotBitmap) -> Bool {
        func dot(_ picture: DotBitmap, _ x: Int, _ y: Int) -> Bool {
            x < picture.width && y < picture.height && picture[x, y]
        }
        return (0..<max(height, slip.height)).allSatisfy { y in
            (0..<max(width, slip.width)).allSatisfy { x in dot(self, x, y) == dot(slip, x, y) }
        }
    }

    /// The size of what is inked, in dots.
    var inkedSize: (width: Int, height: Int) {
        var columns = (least: width, most: -1)
        var rows = (least: height, most: -1)
        for y in 0..<height {
            for x in 0..<width where self[x, y] {
                columns = (min(columns.least, x), max(columns.most, x))
                rows = (min(rows.least, y), max(rows.most, y))
            }
        }
        return (columns.most - columns.least + 1, rows.most - rows.least + 1)
    }
}
