import Devices
import EmulatedBus
import Foundation
import KioskCore
import SimulatedDevices
import TestKit
import Testing

/// The built backend on an emulated bus: libusb and the printer class for real, the paper in a virtual
/// printer.
@Suite(
    .enabled(if: Emulator.whatIsMissing == nil, "\(Emulator.whatIsMissing ?? "")"), .timeLimit(.minutes(3)))
struct PrinterBusTests {
    static let slip = sampleSlip(1)
    static let bytes = ESCPOSEncoder(profile: .generic80).encode(slip)

    @Test(arguments: [EmulatedPrinter.Kind.usual, .settings, .clone])
    func `a slip comes out whole, taken from the kernel's driver and given back`(
        _ kind: EmulatedPrinter.Kind
    ) async throws {
        let bench = try await PrinterBench(EmulatedPrinter(kind: kind))
        bench.plug()
        let (ended, sent) = try await bench.recorded(Self.bytes)
        #expect(ended.exit == .done, "\(ended.errors)")
        #expect(ended.condition == .ready)
        #expect(bench.shows([Self.slip]))
        #expect(bench.paper.unknownCommands == 0)
        let isWhole = withoutQuestions(sent) == Self.bytes
        #expect(isWhole)
        try await bench.bus.expect { $0 == "emulator: p detach 0" }
        if kind == .settings { try await bench.bus.expect { $0 == "emulator: p select 0 1" } }
        try await bench.bus.expect { $0 == "emulator: p release" }
        try await bench.bus.expect { $0 == "emulator: p attach" }
        #expect(!bench.bus.rest.contains { $0.contains("unknown ioctl") })
    }

    @Test func `a printer that only takes bytes gets the slip and not one byte more`() async throws {
        let bench = try await PrinterBench(EmulatedPrinter(kind: .oneWay))
        bench.plug()
        let uri = PrinterURI(bench.uri.location, profile: "mute")
        let (ended, sent) = try await bench.recorded(Self.bytes, to: uri)
        let isExact = sent == Self.bytes
        #expect(ended.exit == .done && isExact, "\(ended.errors)")
        // A profile that wants answers of it would wait for them in vain.
        let refused = try await bench.job(Self.bytes).end()
        #expect(refused.exit == .withdrawn)
        #expect(refused.errors.contains("only takes bytes"))
    }

    @Test(arguments: [
        ("38", PrinterCondition.paperEmpty), ("10", .offline), ("08", .offline),
    ])
    func `a printer that answers nothing still tells over the port why it cannot print`(
        status: String, condition: PrinterCondition
    ) async throws {
        let bench = try await PrinterBench()
        bench.plug()
        bench.tell("port", status)
        let mute = PrinterURI(bench.uri.location, profile: "mute")
        let ended = try await bench.job(Self.bytes, to: mute).end()
        #expect(ended.exit == .withdrawn && ended.condition == condition, "\(ended.errors)")
        #expect(bench.paper.tray.isEmpty)
        // One that is expected to answer and takes nothing, likewise.
        bench.tell("nak")
        let full = try await bench.job(Self.bytes).end()
        #expect(full.exit == .withdrawn && full.condition == condition, "\(full.errors)")
    }

    @Test(arguments: ["18", "", "00", "ff"])
    func `a port that says it is well, or nothing that means anything, does not stop a slip`(
        status: String
    ) async throws {
        let bench = try await PrinterBench()
        bench.plug()
        bench.tell("port", status)
        let mute = PrinterURI(bench.uri.location, profile: "mute")
        #expect(try await bench.job(Self.bytes, to: mute).end().exit == .done)
        // Taken is not yet printed, and nobody asks this one.
        #expect(await eventually { bench.shows([Self.slip]) })
    }

    @Test func `refused, short and slow transfers are counted exactly`() async throws {
        let bench = try await PrinterBench()
        bench.plug()
        bench.tell("pace", "900")
        bench.tell("stall", "2")
        bench.tell("when", "\(Self.bytes[4000..<4100].hexadecimal) short")
        let (ended, sent) = try await bench.recorded(Self.bytes)
        #expect(ended.exit == .done, "\(ended.errors)")
        let isWhole = withoutQuestions(sent) == Self.bytes
        #expect(isWhole)
        #expect(bench.shows([Self.slip]))
        try await bench.bus.expect { $0 == "emulator: p short" }
        try await bench.bus.expect { $0 == "emulator: p clear-halt" }
    }

    @Test func `empty packets and a refusal to answer are no answers, and the true one is heard`()
        async throws
    {
        let bench = try await PrinterBench()
        bench.plug()
        for _ in 0..<2 { bench.tell("in", "82") }
        bench.tell("fail", "82 \(EPIPE)")
        // Answers to somebody before us.
        bench.bus.send("p", [[0x3A, 0x3A, 0x3A, 0x3A], [0, 0, 0]], endpoint: 0x82)
        let ended = try await bench.job(Self.bytes).end()
        #expect(ended.exit == .done, "\(ended.errors)")
        #expect(bench.shows([Self.slip]))
    }

    @Test func `paper that ends in a slip is reported as such, and nothing comes out later`() async throws {
        let bench = try await PrinterBench()
        bench.plug()
        bench.paper.set(.paperEmptyAfter(rows: 300))
        let ended = try await bench.job(Self.bytes).end()
        #expect(ended.exit == .withdrawn && ended.condition == .paperEmpty, "\(ended.errors)")
        bench.paper.set(.none)
        #expect(bench.paper.tray.isEmpty && !bench.paper.hasUnfinishedPaper)
        #expect(try await bench.job(Self.bytes).end().exit == .done)
        #expect(bench.shows([Self.slip]))
    }

    @Test(arguments: ["slow", "nak"])
    func `a cancelled job ends and leaves a printer that understands the next`(_ how: String) async throws {
        let bench = try await PrinterBench()
        bench.plug()
        bench.paper.set(.slow(rowsPerSecond: 200))
        if how == "nak" { bench.tell("when", "\(Self.bytes[20_000..<20_100].hexadecimal) nak") }
        let job = try bench.job(Self.bytes)
        #expect(await eventually { bench.paper.hasUnfinishedPaper })
        if how == "nak" { try await bench.bus.expect { $0 == "emulator: p nak" } }
        job.cancel()
        // It takes less than a second; the stall's ten must not be waited for.
        #expect(await eventually(within: .seconds(6)) { !job.isRunning })
        #expect(try await job.end().exit == .withdrawn)
        bench.paper.set(.none)
        bench.tell("flow")
        #expect(try await bench.job(Self.bytes).end().exit == .done)
        #expect(bench.paper.ends(with: Self.slip))
    }

    @Test
    func `a printer that another program has for a moment is waited for, one that it keeps is not off-line`()
        async throws
    {
        let bench = try await PrinterBench()
        bench.plug()
        bench.tell("hold")
        let look = try await bench.backend(["--status", bench.uri.description]).end()
        #expect(look.exit == .failed && look.errors.contains("Another program"))
        let kept = try await bench.job(Self.bytes).end()
        #expect(kept.exit == .withdrawn && kept.condition == .ready, "\(kept.errors)")
        let job = try bench.job(Self.bytes)
        #expect(await eventually { job.errors.contains("STATE: +connecting-to-device") })
        bench.tell("free")
        #expect(try await job.end().exit == .done)
    }

    @Test func `two equal printers are told apart by their serial numbers`() async throws {
        let other = EmulatedPrinter(name: "q", device: 22, serial: "X3B0099999")
        let bench = try await PrinterBench(others: [other])
        let second = try VirtualReceiptPrinter()
        bench.bus.tell("cable q \(second.address.port)")
        bench.plug()
        bench.bus.tell("plug q")
        #expect(try await bench.job(Self.bytes, to: PrinterURI(.usb(other.usbName))).end().exit == .done)
        #expect(bench.shows([Self.slip], on: second) && bench.paper.tray.isEmpty)
        // A name that both have means neither.
        var shared = other.usbName
        shared.serial = nil
        let ended = try await bench.job(Self.bytes, to: PrinterURI(.usb(shared))).end()
        #expect(ended.exit == .withdrawn && ended.errors.contains("Several printers"))
        // The one that is gone is not replaced by the other.
        bench.unplug()
        #expect(try await eventually { try await !bench.isListed() })
        #expect(try await bench.job(Self.bytes).end().condition == .offline)
        #expect(second.tray.count == 1)
        second.stop()
    }

    @Test func `all printers are discovered, each with a URI that means it and no other`() async throws {
        let others = [
            EmulatedPrinter(
                name: "q", device: 22, maker: "Xprinter", model: "USB \"80\" máy in", serial: nil),
            EmulatedPrinter(
                name: "r", device: 23, maker: "Xprinter", model: "USB \"80\" máy in", serial: nil),
            EmulatedPrinter(name: "s", device: 24, maker: nil, model: nil, serial: "1"),
        ]
        let bench = try await PrinterBench(others: others)
        bench.plug()
        for other in others { bench.bus.tell("plug \(other.name)") }
        #expect(try await eventually { try await bench.discovered().count == 5 })
        let lines = try await bench.discovered()
        #expect(
            lines[0] == "direct kiosk-receipt://usb/EPSON/TM-T20III?serial=X3B0012345&profile=epson-tm-t82 "
                + "\"EPSON TM-T20III\" \"EPSON TM-T20III (X3B0012345)\" \"\(EmulatedPrinter.identity)\"")
        let name = "kiosk-receipt://usb/Xprinter/USB%20%2280%22%20m%C3%A1y%20in"
        #expect(lines[1].hasPrefix("direct \(name)?port=1-22&profile="))
        #expect(lines[2].hasPrefix("direct \(name)?port=1-23&profile="))
        #expect(lines[1].hasSuffix("\"MFG:Xprinter;MDL:USB 80 máy in;CLS:PRINTER;\""))
        #expect(lines[3].hasPrefix("direct kiosk-receipt://usb/04b8/0e28?serial=1&profile=generic-80 "))
        #expect(lines[4].hasPrefix("network kiosk-receipt "))
        for line in lines.dropLast() {
            let uri = try #require(PrinterURI(String(line.split(separator: " ")[1])))
            #expect(!uri.description.contains("\""))
        }
    }

    /// What a printer was sent, but for the zeros before it and what the backend asks; a slip of the tests
    /// holds no such bytes.
    private func withoutQuestions(_ sent: [UInt8]) -> [UInt8] {
        var rest = sent.drop { $0 == 0 }
        var slip: [UInt8] = []
        while let byte = rest.first {
            let isQuestion =
                rest.starts(with: [0x10, 0x04]) || rest.starts(with: ESCPOS.transmitPaperStatus)
                || rest.starts(with: [0x1D, 0x61])
            if !isQuestion { slip.append(byte) }
            rest = rest.dropFirst(isQuestion ? 3 : 1)
        }
        return slip
    }
}
