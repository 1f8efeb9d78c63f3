import Devices
import EmulatedBus
import Foundation
import KioskCore
import SimulatedDevices
import TestKit
import Testing

/// An emulated bus with receipt printers on it: the far end of each is a virtual printer.
struct PrinterBench {
    let bus: EmulatedBusRun
    let paper: VirtualReceiptPrinter
    /// With it in its environment a program sees this bus and no other.
    let environment: [String: String]
    let printer: EmulatedPrinter

    /// - Parameter others: More printers; they are not plugged in.
    init(_ printer: EmulatedPrinter = EmulatedPrinter(), others: [EmulatedPrinter] = []) async throws {
        self.printer = printer
        paper = try VirtualReceiptPrinter()
        bus = try EmulatedBusRun(([printer] + others).map(\.specification))
        let root = try await bus.next { $0.hasPrefix("emulator: root ") }.dropFirst("emulator: root ".count)
        environment = [
            "UMOCKDEV_DIR": String(root), "LD_PRELOAD": "libumockdev-preload.so.0",
            "KIOSK_PRINTERS": try Self.catalogue.get(),
        ]
        bus.tell("cable \(printer.name) \(paper.address.port)")
        bus.tell("identity \(printer.name) \(EmulatedPrinter.answer(EmulatedPrinter.identity))")
    }

    /// The catalogue of the product, and a printer that answers nothing.
    private static let catalogue = Result {
        let folder = NSTemporaryDirectory() + "kiosk-printers-\(ProcessInfo.processInfo.processIdentifier)"
        try? FileManager.default.removeItem(atPath: folder)
        let root = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../..").path
        try FileManager.default.copyItem(atPath: root + "/hardware/printers", toPath: folder)
        let mute = """
            printers:
              - name: mute
                title: answers nothing
                dots: 576
                dotsPerInch: 203
                paperWidth: 80 mm
                rollLength: 60 m
                cutterDistance: 15 mm
                confirmation: none
                bufferClear: none

            """
        try mute.write(toFile: folder + "/mute.yaml", atomically: true, encoding: .utf8)
        return folder
    }

    var uri: PrinterURI { PrinterURI(.usb(printer.usbName)) }

    func plug() { bus.tell("plug \(printer.name)") }
    func unplug() { bus.tell("unplug \(printer.name)") }
    /// Gives the emulator an order for the printer.
    func tell(_ order: String, _ rest: String = "") {
        bus.tell("\(order) \(printer.name)" + (rest.isEmpty ? "" : " " + rest))
    }

    func backend(
        _ arguments: [String], uri: String? = nil, data: [UInt8]? = nil, user: Int? = nil
    ) throws -> BackendRun {
        try BackendRun(arguments, uri: uri, data: data, environment: environment, user: user)
    }

    func job(_ data: [UInt8], to uri: PrinterURI? = nil, user: Int? = nil) throws -> BackendRun {
        try backend(
            ["1", "kiosk", "A-001", "1", ""], uri: (uri ?? self.uri).description, data: data, user: user)
    }

    /// A job, and every byte that went over the cable for it.
    func recorded(
        _ data: [UInt8], to uri: PrinterURI? = nil
    ) async throws -> (ended: BackendRun.Ended, sent: [UInt8]) {
        let record = NSTemporaryDirectory() + "kiosk-record-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: record) }
        tell("record", record)
        let ended = try await job(data, to: uri).end()
        return (ended, try [UInt8](Data(contentsOf: URL(filePath: record))))
    }

    /// What the backend answers when CUPS asks it for devices.
    func discovered() async throws -> [String] {
        try await backend([]).end().output.split(separator: "\n").map(String.init)
    }

    /// Whether the tray holds exactly these slips.
    func shows(_ slips: [DotBitmap], on other: VirtualReceiptPrinter? = nil) -> Bool {
        (other ?? paper).shows(slips)
    }

    func isListed() async throws -> Bool {
        try await discovered().contains { $0.contains(printer.usbName.serial ?? "usb/") }
    }

    func untilListed() async throws {
        try #require(try await eventually { try await isListed() }, "the printer is not on the bus")
    }
}

/// Our backend as CUPS calls it, without blocking a thread of the tests.
final class BackendRun: Sendable {
    struct Ended {
        var exit: BackendExit?
        var output: String
        var errors: String

        /// The last condition told to CUPS; nil when none was.
        var condition: PrinterCondition? {
            let states = errors.split(separator: "\n").filter {
                $0.hasPrefix("STATE: ") && !$0.contains("connecting")
            }
            guard let last = states.last else { return nil }
            guard last.hasPrefix("STATE: +") else { return .ready }
            return PrinterStateReason.condition(of: [String(last.dropFirst(8))])
        }
    }

    private let process = Process()
    /// Files and not pipes: the end of a pipe that another child got to hold does not come.
    private let folder: URL

    /// - Parameter user: Who runs it; root may open anything.
    init(
        _ arguments: [String], uri: String?, data: [UInt8]?, environment: [String: String], user: Int?
    ) throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "kiosk-job-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let program = [builtProgram("kiosk-printer-backend")]
        let command = user.map { ["/usr/bin/setpriv", "--reuid", "\($0)", "--"] + program } ?? program
        process.executableURL = URL(filePath: command[0])
        process.environment = environment.merging(uri.map { ["DEVICE_URI": $0] } ?? [:]) { $1 }
        let file = folder.appending(path: "data")
        if let data { try Data(data).write(to: file) }
        process.arguments = command.dropFirst() + arguments + (data == nil ? [] : [file.path])
        process.standardInput = FileHandle.nullDevice
        for name in ["output", "errors"] { try Data().write(to: folder.appending(path: name)) }
        process.standardOutput = try FileHandle(forWritingTo: folder.appending(path: "output"))
        process.standardError = try FileHandle(forWritingTo: folder.appending(path: "errors"))
        try process.start()
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    var isRunning: Bool { process.isRunning }
    var errors: String { said("errors") }

    private func said(_ name: String) -> String {
        String(decoding: (try? Data(contentsOf: folder.appending(path: name))) ?? Data(), as: UTF8.self)
    }

    /// As CUPS does when a job is cancelled.
    func cancel() { process.terminate() }

    func end() async throws -> Ended {
        let isOver = await eventually(within: .seconds(60)) { !process.isRunning }
        try #require(isOver, "the backend does not end; it said: \(errors)")
        return Ended(
            exit: BackendExit(rawValue: process.terminationStatus), output: said("output"), errors: errors)
    }
}
