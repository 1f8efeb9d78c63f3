import Devices
import Dispenser
import Drawing
import EmulatedBus
import Foundation
import KioskCore
import SimulatedDevices

/// From the start of our CUPS backend, with a slip that is ready, to the slip's last byte at the printer.
///
/// The printer takes no time for paper; it is asked how it is before the slip, as always.
struct SlipOnTheWire {
    private static let slips = 60
    private static let name = (tcp: "backend's start to last byte, TCP", usb: "… over an emulated USB")

    let bench: Bench

    init(_ bench: Bench) { self.bench = bench }

    func findings() async throws -> [Finding] {
        let press = TicketSlip(
            site: Centre.site, cutOffHour: 15, head: PrinterProfile.generic80.head, fonts: try FontLibrary())
        let slip = ESCPOSEncoder(profile: .generic80).encode(
            press.draw(SlipToBytes.issued(1), isReprint: false))
        let file = try bench.folder("wire").appending(path: "slip")
        try Data(slip).write(to: file)
        let tcp = Finding(
            "wire-tcp", Self.name.tcp, try await overTCP(file),
            to: Bare("start of an empty process", try emptyStarts()),
            note: "\(slip.count) bytes, the process's start and the printer's status in it")
        if let missing = Emulator.whatIsMissing {
            return [tcp, .skipped("wire-usb", Self.name.usb, why: missing)]
        }
        let usb = Finding(
            "wire-usb", Self.name.usb, try await overUSB(file),
            note: "libusb under umockdev, whose transfers take their own time")
        return [tcp, usb]
    }

    private func overTCP(_ slip: URL) async throws -> Samples {
        let paper = try VirtualReceiptPrinter()
        defer { paper.stop() }
        return try await samples(slip, to: paper.uri, at: paper)
    }

    private func overUSB(_ slip: URL) async throws -> Samples {
        let paper = try VirtualReceiptPrinter()
        defer { paper.stop() }
        let printer = EmulatedPrinter()
        let bus = try EmulatedBusRun([printer.specification])
        let root = try await bus.next { $0.hasPrefix("emulator: root ") }.dropFirst("emulator: root ".count)
        bus.tell("cable \(printer.name) \(paper.address.port)")
        bus.tell("identity \(printer.name) \(EmulatedPrinter.answer(EmulatedPrinter.identity))")
        bus.tell("plug \(printer.name)")
        return try await samples(
            slip, to: PrinterURI(.usb(printer.usbName)), at: paper,
            environment: ["UMOCKDEV_DIR": String(root), "LD_PRELOAD": "libumockdev-preload.so.0"])
    }

    private func samples(
        _ slip: URL, to uri: PrinterURI, at paper: VirtualReceiptPrinter, environment: [String: String] = [:]
    ) async throws -> Samples {
        var samples = Samples()
        for round in 0..<Self.slips + 3 {
            let start = ContinuousClock.now
            try print(slip, environment.merging(["DEVICE_URI": uri.description]) { $1 })
            guard let printed = paper.tray.last, printed.cutAt > start else {
                throw BenchFault("no slip came out of the printer")
            }
            if round >= 3 { samples.add(printed.cutAt - start) }
        }
        return samples
    }

    /// Starts of a program that does nothing, to its end.
    private func emptyStarts() throws -> Samples {
        var samples = Samples()
        for round in 0..<Self.slips + 3 {
            let process = Process()
            process.executableURL = URL(filePath: "/bin/true")
            let start = ContinuousClock.now
            try process.run()
            process.waitUntilExit()
            if round >= 3 { samples.add(ContinuousClock.now - start) }
        }
        return samples
    }

    /// Runs the backend as CUPS does, to its end.
    private func print(_ slip: URL, _ environment: [String: String]) throws {
        let process = Process()
        process.executableURL = bench.program("kiosk-printer-backend")
        process.arguments = ["1", "kiosk", "A-001", "1", "", slip.path]
        process.environment = environment
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw BenchFault("the backend did not print") }
    }
}
