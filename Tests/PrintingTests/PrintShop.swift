import Devices
import Foundation
import KioskCore
import Logging
import SimulatedDevices
import Testing

/// A private CUPS with our backend, a virtual printer behind it, and the kiosk's driver in front: all real.
struct PrintShop {
    static let queue = "receipt"

    let cups: PrivateCups
    let paper: VirtualReceiptPrinter
    let driver: CupsReceiptPrinter

    /// The backend that was built beside this test.
    static var backend: String {
        let here = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? ""
        return URL(fileURLWithPath: here).deletingLastPathComponent().path + "/kiosk-printer-backend"
    }

    init(deadline: Duration = .seconds(10), bufferSize: Int = 64 * 1024) async throws {
        paper = try VirtualReceiptPrinter(bufferSize: bufferSize)
        cups = try await PrivateCups(backend: Self.backend)
        try await cups.addQueue(Self.queue, to: paper.uri)
        var settings = CupsReceiptPrinter.Settings(server: cups.server, queue: Self.queue)
        settings.deadline = deadline
        settings.idleLook = .milliseconds(100)
        driver = CupsReceiptPrinter(settings, logger: Logger(label: "printer"))
    }

    func close() {
        cups.stop()
        paper.stop()
    }

    /// Opens a shop for one test and closes it whatever happens.
    static func open(
        deadline: Duration = .seconds(10), bufferSize: Int = 64 * 1024,
        _ body: (PrintShop) async throws -> Void
    ) async throws {
        let shop = try await PrintShop(deadline: deadline, bufferSize: bufferSize)
        do { try await body(shop) } catch {
            shop.close()
            throw error
        }
        shop.close()
    }

    /// What the queue says of itself, asked by somebody else's tool.
    func reasons() throws -> Set<String> {
        let test = """
            { OPERATION Get-Printer-Attributes GROUP operation-attributes-tag
            ATTR charset attributes-charset utf-8 ATTR language attributes-natural-language en
            ATTR uri printer-uri $uri ATTR keyword requested-attributes printer-state-reasons
            DISPLAY printer-state-reasons }
            """
        let file = FileManager.default.temporaryDirectory.appendingPathComponent("\(UUID().uuidString).test")
        try test.write(to: file, atomically: true, encoding: .utf8)
        defer { try? FileManager.default.removeItem(at: file) }
        let uri = "ipp://127.0.0.1:\(cups.server.port)/printers/\(Self.queue)"
        let output = try Tool.run("/usr/bin/ipptool", ["-T", "5", "-c", uri, file.path])
        let lines = output.split(separator: "\n")
        try #require(lines.count == 2 && lines[0] == "printer-state-reasons", "ipptool said: \(output)")
        return Set(lines[1].filter { $0 != "\"" }.split(separator: ",").map(String.init))
    }
}

/// Other people's programs.
enum Tool {
    static func run(_ program: String, _ arguments: [String]) throws -> String {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = arguments
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let data = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return String(decoding: data, as: UTF8.self)
    }
}

/// Waits until something holds; answers whether it did before the deadline.
func eventually(
    within deadline: Duration = .seconds(10), _ holds: () async throws -> Bool
) async rethrows -> Bool {
    let end = ContinuousClock.now + deadline
    while ContinuousClock.now < end {
        if try await holds() { return true }
        try? await Task.sleep(for: .milliseconds(20))
    }
    return try await holds()
}

/// A slip with a frame, a diagonal and a number's worth of noise; nothing that looks like a command.
func sampleSlip(_ number: Int = 0, height: Int = 1040) -> DotBitmap {
    var slip = DotBitmap(width: 576, height: height)
    for y in 0..<height {
        for x in [0, 1, 574, 575, (y * 3) % 576, (y * 3 + 1) % 576] { slip[x, y] = true }
    }
    for x in 0..<576 where (number >> (x / 48)) & 1 == 1 || x % 7 == 0 {
        for y in 40..<60 { slip[x, y] = true }
    }
    return slip
}

/// The slip that a piece of paper shows: without the blank head that every piece has.
func printed(_ slip: PrintedSlip, height: Int) -> DotBitmap {
    let distance = PrinterProfile.generic80.cutterDistance
    var picture = DotBitmap(width: slip.bitmap.width, height: height)
    let from = distance * picture.bytesPerRow
    picture.bytes = Array(slip.bitmap.bytes.dropFirst(from).prefix(picture.bytes.count))
    return picture
}

extension VirtualReceiptPrinter {
    /// Whether the tray holds exactly these slips, after so many others.
    func shows(_ slips: [DotBitmap], after others: Int = 0) -> Bool {
        let papers = tray.dropFirst(others)
        return papers.count == slips.count
            && zip(papers, slips).allSatisfy { printed($0, height: $1.height) == $1 }
    }
}

/// Expects an outcome, and names the one that came instead.
func expect(
    _ expected: PrintOutcome, sourceLocation: SourceLocation = #_sourceLocation,
    _ body: () async -> PrintOutcome
) async {
    let outcome = await body()
    #expect(outcome == expected, sourceLocation: sourceLocation)
}
