import Devices
import Foundation
import KioskCore
import SimulatedDevices
import Synchronization
import Testing

/// An emulated bus with receipt printers on it: the far end of each is a virtual printer.
struct PrinterBench {
    let bus: Bench
    let paper: VirtualReceiptPrinter
    /// With it in its environment a program sees this bus and no other.
    let environment: [String: String]
    let printer: EmulatedPrinter

    /// - Parameter others: More printers; they are not plugged in.
    init(_ printer: EmulatedPrinter = EmulatedPrinter(), others: [EmulatedPrinter] = []) async throws {
        self.printer = printer
        paper = try VirtualReceiptPrinter()
        bus = try Bench(([printer] + others).map(\.specification))
        let root = try await bus.next { $0.hasPrefix("emulator: root ") }.dropFirst("emulator: root ".count)
        environment = ["UMOCKDEV_DIR": String(root), "LD_PRELOAD": "libumockdev-preload.so.0"]
        bus.tell("cable \(printer.name) \(paper.address.port)")
        bus.tell("identity \(printer.name) \(EmulatedPrinter.answer(EmulatedPrinter.identity))")
    }

    var uri: PrinterURI { PrinterURI(.usb(printer.usbName)) }

    func plug() { bus.tell("plug \(printer.name)") }
    func unplug() { bus.tell("unplug \(printer.name)") }
    /// Gives the emulator an order for the printer.
    func tell(_ order: String, _ rest: String = "") {
        bus.tell("\(order) \(printer.name)" + (rest.isEmpty ? "" : " " + rest))
    }

    func backend(_ arguments: [String], uri: String? = nil, data: [UInt8]? = nil) throws -> BackendRun {
        try BackendRun(arguments, uri: uri, data: data, environment: environment)
    }

    func job(_ data: [UInt8], to uri: PrinterURI? = nil, options: String = "") throws -> BackendRun {
        try backend(["1", "kiosk", "A-001", "1", options], uri: (uri ?? self.uri).description, data: data)
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
    private let heard = Mutex((output: Data(), errors: Data(), open: 2))
    private let file: URL?

    init(_ arguments: [String], uri: String?, data: [UInt8]?, environment: [String: String]) throws {
        process.executableURL = URL(filePath: builtProgram("kiosk-printer-backend"))
        process.environment = environment.merging(uri.map { ["DEVICE_URI": $0] } ?? [:]) { $1 }
        file = data.map { _ in
            FileManager.default.temporaryDirectory.appending(path: "\(UUID().uuidString).bin")
        }
        if let file, let data { try Data(data).write(to: file) }
        process.arguments = arguments + (file.map { [$0.path] } ?? [])
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = listening { $0.output += $1 }
        process.standardError = listening { $0.errors += $1 }
        try process.run()
    }

    private func listening(
        _ keep: @escaping @Sendable (inout (output: Data, errors: Data, open: Int), Data) -> Void
    ) -> Pipe {
        let pipe = Pipe()
        pipe.fileHandleForReading.readabilityHandler = { [weak self] handle in
            let data = handle.availableData
            if data.isEmpty { handle.readabilityHandler = nil }
            self?.heard.withLock { heard in
                if data.isEmpty { heard.open -= 1 } else { keep(&heard, data) }
            }
        }
        return pipe
    }

    var isRunning: Bool { process.isRunning }
    var errors: String { heard.withLock { String(decoding: $0.errors, as: UTF8.self) } }

    /// As CUPS does when a job is cancelled.
    func cancel() { process.terminate() }

    func end() async throws -> Ended {
        let isOver = await eventually(within: .seconds(60)) {
            !process.isRunning && heard.withLock { $0.open == 0 }
        }
        try #require(isOver, "the backend does not end; it said: \(errors)")
        if let file { try? FileManager.default.removeItem(at: file) }
        let (output, errors) = heard.withLock { ($0.output, $0.errors) }
        return Ended(
            exit: BackendExit(rawValue: process.terminationStatus),
            output: String(decoding: output, as: UTF8.self), errors: String(decoding: errors, as: UTF8.self))
    }
}

/// Waits until something holds; answers whether it did before the deadline.
func eventually(
    within deadline: Duration = .seconds(20), _ holds: () async throws -> Bool
) async rethrows -> Bool {
    let end = ContinuousClock.now + deadline
    while ContinuousClock.now < end {
        if try await holds() { return true }
        try? await Task.sleep(for: .milliseconds(10))
    }
    return try await holds()
}

/// A slip with a frame, a diagonal and its number in a bar; nothing in it looks like a command.
func sampleSlip(_ number: Int = 0, height: Int = 700) -> DotBitmap {
    var slip = DotBitmap(width: 576, height: height)
    for y in 0..<height {
        for x in [0, 1, 574, 575, (y * 3) % 576, (y * 3 + 1) % 576] { slip[x, y] = true }
    }
    for x in 0..<576 where (number >> (x / 48)) & 1 == 1 || x % 7 == 0 {
        for y in 40..<60 { slip[x, y] = true }
    }
    return slip
}

extension VirtualReceiptPrinter {
    /// Whether the tray holds exactly these slips, after so many others; every piece has a blank head.
    func shows(_ slips: [DotBitmap], after others: Int = 0) -> Bool {
        let head = PrinterProfile.generic80.cutterDistance
        let papers = tray.dropFirst(others).map(\.bitmap)
        return papers.count == slips.count
            && zip(papers, slips).allSatisfy { paper, slip in
                paper.height == slip.height + head
                    && paper.bytes.dropFirst(head * paper.bytesPerRow).elementsEqual(slip.bytes)
            }
    }
}
