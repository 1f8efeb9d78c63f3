import Devices
import Foundation
import KioskCore
import Logging
import SimulatedDevices
import TestKit
import Testing

/// Queues with a PPD driver of Debian's, whose bytes go to a backend that keeps them.
@Suite(.serialized, .timeLimit(.minutes(10)))
struct `A queue with a PPD driver` {
    /// Opens a private CUPS with such a queue; the body gets the driver and where the bytes are.
    private func open(
        _ model: String, deadline: Duration = .seconds(60),
        _ body: (CUPSReceiptPrinter, PrivateCUPS, String) async throws -> Void
    ) async throws {
        let folder = "/tmp/kiosk-bytes-\(UInt32.random(in: 0...UInt32.max))"
        let output = folder + "/out"
        try FileManager.default.createDirectory(atPath: output, withIntermediateDirectories: true)
        // CUPS runs the backend as another user.
        try FileManager.default.setAttributes([.posixPermissions: 0o777], ofItemAtPath: output)
        let script = """
            #!/bin/sh
            # Keeps what it is given; while a file `empty` is there it waits for paper, as usb and socket do.
            [ $# -gt 0 ] || exit 0
            while [ -e '\(output)/empty' ]; do
                echo "STATE: +media-empty-warning" >&2
                sleep 0.1
            done
            cat ${6:+"$6"} > '\(output)'/$1.part && mv '\(output)'/$1.part '\(output)'/printed
            """
        try script.write(toFile: folder + "/keep", atomically: true, encoding: .utf8)
        let cups = try await PrivateCUPS(
            backend: PrintingFixture.backend, otherBackends: ["keep": folder + "/keep"])
        defer {
            cups.stop()
            try? FileManager.default.removeItem(atPath: folder)
        }
        try await IPPPrintingFixture.addQueue(to: cups, uri: "keep://here/", model: model)
        let driver = CUPSReceiptPrinter(
            IPPPrintingFixture.settings(cups, deadline: deadline), logger: Logger(label: "printer"))
        try await body(driver, cups, output)
    }

    @Test(arguments: [("generic.ppd", 203), ("laserjet.ppd", 300)])
    func `gets the slip as the driver's own bytes, in its size`(model: String, dotsPerInch: Int) async throws
    {
        try await open("drv:///sample.drv/" + model) { (driver, _, output) async throws in
            let slip = try ticketSlip("C034")
            await expect(.sent) { await driver.print(slip, title: "C-034") }
            let bytes = output + "/printed"
            let paper =
                model == "generic.ppd"
                ? try Rendering.postScript(bytes, dotsPerInch: dotsPerInch)
                : try PCLPage.read(Data(contentsOf: URL(fileURLWithPath: bytes)))
            #expect(try Rendering.codes(in: paper) == [ticketCode("C034")])
            expectSameSize(paper, dotsPerInch, slip)
        }
    }

    @Test
    func `that waits for paper withdraws the slip, and prints the next one although CUPS keeps the reason`()
        async throws
    {
        try await open("drv:///sample.drv/generic.ppd") { (driver, cups, output) async throws in
            let empty = output + "/empty"
            try Data().write(to: URL(fileURLWithPath: empty))
            await expect(.failed(.paperEmpty)) {
                await driver.print(sampleSlip(1, height: 300), title: "A-001")
            }
            #expect(try await CUPSClient(cups.server).activeJobs(of: PrintingFixture.queue).isEmpty)
            #expect(try IPPTool.reasons(cups.server.port).contains("media-empty-warning"), "CUPS keeps it")
            try FileManager.default.removeItem(atPath: empty)
            await expect(.sent) { await driver.print(sampleSlip(2, height: 300), title: "A-002") }
        }
    }
}
