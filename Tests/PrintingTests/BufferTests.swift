import Devices
import Foundation
import KioskCore
import SimulatedDevices
import SystemPackage
import TestKit
import Testing

@Suite(.serialized, .timeLimit(.minutes(1)))
struct `A printer's own buffer` {
    private let slip = ESCPOSEncoder(profile: .generic80).encode(sampleSlip(1))

    /// Sends bytes as somebody would who asks nothing.
    private func blurt(_ bytes: [UInt8], to printer: VirtualReceiptPrinter) async throws {
        let before = printer.bytesTaken
        let link = try SocketTransport.connected(to: printer.address, by: .now + .seconds(2))
        var conversation = PrinterConversation(over: link)
        try conversation.send(bytes, by: .now + .seconds(2))
        #expect(await eventually { printer.bytesTaken == before + bytes.count })
    }

    @Test func `goes on by itself with new paper when nobody clears it`() async throws {
        let printer = try VirtualReceiptPrinter(bufferSize: 100_000)
        printer.set(.paperEmptyAfter(rows: 300))
        try await blurt(slip, to: printer)
        printer.set(.none)
        #expect(await eventually { printer.tray.count == 1 })
        printer.stop()
    }

    @Test(arguments: [ESCPOS.clearByENQ, ESCPOS.clearByDC4])
    func `is empty once it was cleared`(clear: [UInt8]) async throws {
        let printer = try VirtualReceiptPrinter(bufferSize: 100_000)
        printer.set(.paperEmptyAfter(rows: 300))
        try await blurt(slip, to: printer)
        try await blurt(clear, to: printer)
        printer.set(.none)
        try await blurt(ESCPOS.initialise + slip, to: printer)
        #expect(await eventually { printer.shows([sampleSlip(1)]) })
        printer.stop()
    }

    @Test func `that cannot be cleared never holds more than the bands in flight, and no cut`() async throws {
        let printer = try VirtualReceiptPrinter()
        var profile = PrinterProfile.generic80
        profile.bufferClear = .none
        profile.bandsInFlight = 2
        printer.set(.paperEmptyAfter(rows: 300))
        let file = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        try Data(slip).write(to: file)
        let handle = try FileHandle(forReadingFrom: file)
        let link = try SocketTransport.connected(to: printer.address, by: .now + .seconds(2))
        var delivery = SlipDelivery(over: link, profile: profile)
        #expect(
            delivery.deliver(copies: 1) { _ in
                JobData(descriptor: FileDescriptor(rawValue: handle.fileDescriptor))
            }
                == .failed(.paperEmpty))
        try FileManager.default.removeItem(at: file)
        printer.set(.none)
        #expect(await eventually { printer.hasUnfinishedPaper })
        #expect(printer.tray.isEmpty)
        #expect(printer.bytesTaken < 5 * 128 * 72)
        printer.stop()
    }
}
