import Devices
import Foundation
import KioskCore
import SimulatedDevices
import Testing

/// The built backend on an emulated bus: libusb and the printer class for real, the paper in a virtual printer.
@Suite(
    .enabled(if: Emulator.whatIsMissing == nil, "\(Emulator.whatIsMissing ?? "")"), .timeLimit(.minutes(3)))
struct PrinterBusTests {
    static let slip = sampleSlip(1)
    static let bytes = ESCPOSEncoder(profile: .generic80).encode(slip)

    @Test(arguments: [EmulatedPrinter.Kind.usual, .settings])
    func `a slip comes out whole, taken from the kernel's driver and given back`(
        _ kind: EmulatedPrinter.Kind
    ) async throws {
        let bench = try await PrinterBench(EmulatedPrinter(kind: kind))
        let record = NSTemporaryDirectory() + "kiosk-record-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: record) }
        bench.tell("record", record)
        bench.plug()
        let ended = try await bench.job(Self.bytes).end()
        #expect(ended.exit == .done, "\(ended.errors)")
        #expect(ended.condition == .ready)
        #expect(bench.paper.shows([Self.slip]))
        #expect(bench.paper.unknownCommands == 0)
        let sent = try [UInt8](Data(contentsOf: URL(filePath: record)))
        #expect(withoutQuestions(sent).elementsEqual(Self.bytes) == true)
        try await bench.bus.expect { $0 == "emulator: p detach 0" }
        if kind == .settings { try await bench.bus.expect { $0 == "emulator: p select 0 1" } }
        try await bench.bus.expect { $0 == "emulator: p release" }
        try await bench.bus.expect { $0 == "emulator: p attach" }
        #expect(!bench.bus.rest.contains { $0.contains("unknown ioctl") })
    }

    /// What a printer was sent, but for what the backend asks it; a slip of the tests holds no such bytes.
    private func withoutQuestions(_ sent: [UInt8]) -> [UInt8] {
        var rest = sent[...]
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
