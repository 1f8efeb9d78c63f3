import Devices
import Foundation
import KioskCore
import SimulatedDevices
import SystemPackage
import TestKit
import Testing

@Suite(.serialized, .timeLimit(.minutes(2)))
struct `The CUPS backend` {
    private let slip = ESCPOSEncoder(profile: .generic80).encode(sampleSlip(1))

    @Test func `without arguments lists its devices`() throws {
        let ended = try BackendProcess([]).end()
        #expect(ended.exit == 0)
        #expect(ended.output.hasPrefix("network kiosk-receipt \"Unknown\" "))
    }

    @Test func `prints from a file, as many copies as asked`() throws {
        let printer = try VirtualReceiptPrinter()
        let ended = try BackendProcess.job(slip, to: printer.uri, copies: 2).end()
        #expect(ended.exit == 0)
        #expect(printer.shows([sampleSlip(1), sampleSlip(1)]))
        printer.stop()
    }

    @Test(
        arguments: [
            ("kiosk-receipt://192.168.1.9:9100/?profile=unknown", 4), ("socket://127.0.0.1:9100", 4),
            ("kiosk-receipt://no.such.name:9100/", 5),
        ] as [(String, Int32)])
    func `refuses a URI that it cannot use`(uri: String, exit: Int32) throws {
        let ended = try BackendProcess(["1", "kiosk", "A-001", "1", ""], uri: uri, data: slip).end()
        #expect(ended.exit == exit)
        #expect(ended.errors.contains("ERROR: "))
    }

    @Test func `knows the printers of a folder, whatever is wrong beside them`() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "printers-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let good = """
            printers:
              - { name: silent, title: Silent, dots: 576, dotsPerInch: 203, paperWidth: 80 mm,
                  rollLength: 60 m, cutterDistance: 15 mm, confirmation: none }
            """
        try Data(good.utf8).write(to: folder.appending(path: "good.yaml"))
        try Data("printers: [".utf8).write(to: folder.appending(path: "bad.yaml"))
        let printer = try VirtualReceiptPrinter()
        defer { printer.stop() }
        // Who is silent cannot say that its cover is open: the answer shows whose profile was used.
        printer.set(.coverOpen)
        func status(_ profile: String, in folder: String?) throws -> BackendProcess.Ended {
            let uri = PrinterURI(address: printer.address, profile: profile)
            return try BackendProcess(["--status", uri.description], profiles: folder).end()
        }
        #expect(try status("silent", in: folder.path()).output == "ready\n")
        #expect(try status("generic-80", in: folder.path()).output == "coverOpen\n")
        let unknown = try status("silnet", in: folder.path())
        #expect(unknown.exit == 4)
        #expect(unknown.errors.contains("WARNING: \(folder.path())/bad.yaml: 1 problem"))
        #expect(
            unknown.errors.contains("ERROR: There is no printer profile 'silnet'; the nearest are silent,"))
        #expect(try status("generic-80", in: "/nowhere").output == "coverOpen\n")
        #expect(try status("silent", in: nil).exit == 4)
    }

    @Test func `called wrongly says how it is called`() throws {
        let ended = try BackendProcess(["1", "2"]).end()
        #expect(ended.exit == 1)
        #expect(ended.errors.contains("Usage"))
    }

    @Test(arguments: ["time-at-creation=1000", "kiosk-print-before=1000"])
    func `withdraws a job that nobody waits for any more`(options: String) throws {
        let printer = try VirtualReceiptPrinter()
        let ended = try BackendProcess.job(slip, to: printer.uri, options: "x=y \(options) raw").end()
        #expect(ended.exit == 5)
        #expect(printer.bytesTaken == 0)
        printer.stop()
    }

    @Test func `prints the printer's condition for a technician`() throws {
        let printer = try VirtualReceiptPrinter()
        printer.set(.coverOpen)
        #expect(try BackendProcess(["--status", printer.uri.description]).end().output == "coverOpen\n")
        printer.stop()
        #expect(try BackendProcess(["--status", printer.uri.description]).end().output == "offline\n")
    }

    @Test func `withdraws a job that ends inside a command, and prints the next one whole`() throws {
        let printer = try VirtualReceiptPrinter()
        #expect(try BackendProcess.job(Array(slip.dropLast(30_000)), to: printer.uri).end().exit == 5)
        #expect(try BackendProcess.job(slip, to: printer.uri).end().exit == 0)
        #expect(printer.shows([sampleSlip(1)], after: printer.tray.count - 1))
        printer.stop()
    }

    @Test func `wakes a printer that another program left in the middle of a band`() async throws {
        let printer = try VirtualReceiptPrinter()
        do {
            let link = try SocketTransport.connected(to: printer.address, by: .now + .seconds(2))
            _ = try link.write([0x1D, 0x76, 0x30, 0, 72, 0, 100, 0, 0xFF], by: .now + .seconds(2))
        }
        #expect(await eventually { printer.bytesTaken == 9 })
        #expect(try BackendProcess.job(slip, to: printer.uri).end().exit == 0)
        #expect(printer.tray.count == 1)
        printer.stop()
    }

    @Test func `stops when it is cancelled and leaves a printer that understands the next job`() async throws
    {
        let printer = try VirtualReceiptPrinter()
        printer.set(.slow(rowsPerSecond: 300))
        let job = try BackendProcess.job(slip, to: printer.uri)
        #expect(await eventually { printer.hasUnfinishedPaper })
        job.cancel()
        #expect(job.end().exit == 5)
        #expect(await eventually { printer.tray.count == 1 })
        printer.set(.none)
        #expect(try BackendProcess.job(slip, to: printer.uri).end().exit == 0)
        #expect(printer.shows([sampleSlip(1)], after: 1))
        printer.stop()
    }

    @Test func `does not wait for a filter that hangs once it is cancelled`() async throws {
        let printer = try VirtualReceiptPrinter()
        let filter = Pipe()
        let job = try BackendProcess(
            ["1", "kiosk", "A-001", "1", ""], uri: printer.uri.description, input: filter)
        try filter.fileHandleForWriting.write(contentsOf: Data(slip.prefix(20_000)))
        #expect(await eventually { printer.hasUnfinishedPaper })
        let hanging = Task {
            try await Task.sleep(for: .seconds(20))
            try filter.fileHandleForWriting.close()
        }
        job.cancel()
        #expect(job.end().exit == 5)
        hanging.cancel()
        // It did not end by the filter's end.
        await #expect(throws: CancellationError.self) { try await hanging.value }
        #expect(try BackendProcess.job(slip, to: printer.uri).end().exit == 0)
        #expect(printer.shows([sampleSlip(1)], after: printer.tray.count - 1))
        printer.stop()
    }

    @Test func `takes a filter that goes silent for one that failed`() throws {
        let filter = Pipe()
        let data = JobData(
            descriptor: FileDescriptor(rawValue: filter.fileHandleForReading.fileDescriptor))
        try filter.fileHandleForWriting.write(contentsOf: Data([1, 2]))
        #expect(try data.next(by: .now + .seconds(5)) == [1, 2])
        #expect(try data.next(by: .now + .milliseconds(30)) == nil)
        try filter.fileHandleForWriting.close()
        #expect(try data.next(by: .now + .seconds(5)) == [])
    }

    @Test(arguments: 0..<12)
    func `survives any job, and so does the printer`(seed: UInt64) throws {
        let printer = try VirtualReceiptPrinter()
        var random = SeededGenerator(seed: seed)
        let ended = try BackendProcess.job(random.commandNoise(count: 20_000), to: printer.uri).end()
        #expect([0, 5].contains(ended.exit), "\(ended.errors)")
        #expect(try BackendProcess.job(slip, to: printer.uri).end().exit == 0)
        #expect(
            printer.tray.last.map { $0.bitmap.bytes.suffix(72 * 1040) == sampleSlip(1).bytes[...] } == true)
        printer.stop()
    }
}
