import Devices
import Dispenser
import Foundation
import KioskCore
import KioskFrame
import KioskServices
import Lookup
import Synchronization
import Testing

@testable import Appliance
@testable import DeviceTests
@testable import Maintenance
@testable import PanelCalibration

/// `kioskctl devices`, `test` and `calibrate` against a whole kiosk, through the real socket.
@Suite("kioskctl with a kiosk", .serialized, .timeLimit(.minutes(10)))
struct KioskCtlDeviceTests {
    private func kioskctl(_ bench: KioskFixture, _ arguments: String...) async throws -> Programs.Run {
        try await Programs.run("kioskctl", arguments + ["--socket", bench.socket])
    }

    /// Runs a command while something happens at the kiosk.
    private func kioskctl(
        _ bench: KioskFixture, _ arguments: [String], while act: @Sendable () async throws -> Void
    ) async throws -> Programs.Run {
        async let run = Programs.run("kioskctl", arguments + ["--socket", bench.socket])
        try await act()
        return try await run
    }

    @Test func `devices lists what is used and what is left alone, and why`() async throws {
        try await KioskFixture().running { bench in
            bench.report.withLock {
                $0 = DeviceReport(
                    display: bench.display.listing, inputs: [Examples.keyboard, Examples.panel],
                    scanners: [Examples.scanner(state: "reading")], printer: Examples.printer,
                    others: [Examples.stranger])
            }
            let run = try await kioskctl(bench, "devices")
            #expect(run.status == 0)
            for line in [
                "display       memory (picture 1080x1920, showing)",
                "A Keyboard (046d:c31c, keyboard, /dev/input/event3, ignored: a kiosk has no keyboard)",
                "A Panel (0eef:0001, multiTouch, /dev/input/event5, held for the kiosk alone)",
                "touch matrix  as the panel says",
                "scanner       Honeywell (0c2e:0b61, hid-pos, driver none, known as Honeywell, reading)",
                "printer       receipt (kiosk://127.0.0.1:9100, profile generic-80, 576 dots at 203 dpi, "
                    + "confirms each slip, ready)",
                "other USB     A Stick (0951:1666, mass storage)",
            ] { #expect(run.output.contains(line), "\(run.output)") }
            let json = try await kioskctl(bench, "devices", "--json")
            let report = try JSONDecoder().decode(DeviceReport.self, from: Data(json.output.utf8))
            #expect(report == bench.report.withLock(\.self))
        }
    }

    @Test func `the screen's test goes on by touch and by Enter, and home comes back`() async throws {
        try await KioskFixture().running { bench in
            let run = try await kioskctl(bench, ["test", "screen", "--json"]) {
                try #require(await bench.shows("device-test"))
                for _ in TestPattern.allCases {
                    let before = bench.display.presents
                    _ = try await ControlClient(socket: bench.socket).request("test-next")
                    #expect(try await becomesTrue { bench.display.presents > before })
                }
            }
            #expect(run.status == 0)
            #expect(run.output.split(separator: "\n").count == TestPattern.allCases.count + 1)
            #expect(run.output.contains(#"{"plate":{"count":7,"index":7,"name":"ruler"}}"#))
            #expect(try await bench.shows("home"))
        }
    }

    @Test func `Enter at the terminal shows the next plate`() async throws {
        try await KioskFixture().running { bench in
            let lines = String(repeating: "\n", count: TestPattern.allCases.count)
            let run = try await Programs.run(
                "kioskctl", ["test", "screen", "--socket", bench.socket], input: lines)
            #expect(run.status == 0, "\(run)")
            #expect(run.output.contains("7/7  ruler"))
        }
    }

    @Test(arguments: [(0, Int32(0)), (11, 0), (13, 1)])
    func `the touch test measures millimetres`(_ off: Int, _ status: Int32) async throws {
        try await KioskFixture().running { bench in
            let run = try await kioskctl(bench, ["test", "touch"]) {
                try #require(await bench.shows("device-test"))
                for (index, cross) in CalibrationMachine.crosses(in: bench.display.size).enumerated() {
                    try await bench.touchUntilSeen(
                        PixelPoint(x: cross.x + (index == 2 ? off : 0), y: cross.y))
                }
            }
            #expect(run.status == status, "\(run)")
            #expect(run.output.contains("cross 3: touched at"))
            let millimetres = [0: "0.0 mm", 11: "2.8 mm", 13: "3.3 mm"][off] ?? ""
            #expect(run.output.contains(millimetres))
            #expect(try await bench.shows("home"))
        }
    }

    @Test func `the scanner's test prints the kind of a code, and its content only with --show`() async throws
    {
        try await KioskFixture(role: .lookup).running { bench in
            for options in [["--json"], [], ["--show"]] {
                let run = try await kioskctl(bench, ["test", "scanner"] + options) {
                    try #require(await bench.shows("device-test"))
                    bench.scans.yield(Scan(bytes: Array("Mã của tôi".utf8), symbology: "]Q1"))
                }
                #expect(run.status == 0)
                #expect(run.output.contains("]Q1"))
                #expect(run.output.contains("Mã của tôi") == (options == ["--show"]))
                #expect(try await bench.shows("home"))
            }
        }
    }

    @Test func `a scanner test without a code in time fails`() async throws {
        try await KioskFixture().running { bench in
            let run = try await kioskctl(bench, "test", "scanner", "--seconds", "5")
            #expect(run.status == 1)
            #expect(run.output.contains("time is up"))
            #expect(try await bench.shows("home"))
        }
    }

    @Test func `a visitor is not interrupted, and two tests do not share the screen`() async throws {
        try await KioskFixture().running { bench in
            try await bench.press("English")
            #expect(try await becomesTrue { await bench.kiosk.screen()?.language == "en" })
            let run = try await kioskctl(bench, "test", "touch")
            #expect(run.status == 1)
            #expect(run.errors.contains("somebody is using the kiosk"))
            try await bench.press("Tiếng Việt")
        }
        try await KioskFixture().running { bench in
            let socket = try RawSocket(bench.socket)
            let order = #"{"test":"scanner","seconds":60,"showsContent":false}"#
            try await socket.send(#"{"command":"test","arguments":\#(order)}"# + "\n")
            #expect(try await socket.line().contains(#""ok":true"#))
            let run = try await kioskctl(bench, "test", "touch")
            #expect(run.status == 1)
            #expect(run.errors.contains("another test is running"))
        }
    }

    @Test func `the screen comes back when the terminal goes away`() async throws {
        try await KioskFixture().running { bench in
            do {
                let socket = try RawSocket(bench.socket)
                let order = #"{"test":"touch","seconds":600,"showsContent":false}"#
                try await socket.send(#"{"command":"test","arguments":\#(order)}"# + "\n")
                try #require(await bench.shows("device-test"))
            }
            #expect(try await bench.shows("home"))
        }
    }

    @Test func `a test is ended at the kiosk too`() async throws {
        try await KioskFixture().running { bench in
            let run = try await kioskctl(bench, ["test", "scanner"]) {
                try #require(await bench.shows("device-test"))
                try await bench.press("Kết thúc kiểm tra")
            }
            #expect(run.status == 1)
            #expect(run.output.contains("stopped at the kiosk"))
        }
    }

    @Test func `calibrate measures raw touches, tries out, saves and holds after the next start`()
        async throws
    {
        try await KioskFixture().running { bench in
            let run = try await kioskctl(bench, ["calibrate"]) {
                try #require(await bench.shows("calibration"))
                #expect(bench.calibrations.withLock(\.self) == [.identity])
                for cross in CalibrationMachine.crosses(in: bench.display.size) {
                    try await bench.touchUntilSeen(PixelPoint(x: cross.x + 16, y: cross.y))
                }
                try #require(await becomesTrue { bench.calibrations.withLock(\.count) == 2 })
                // Not before the pause after the last cross is over.
                try #require(
                    await becomesTrue {
                        try await bench.press("Lưu")
                        try await Task.sleep(for: .milliseconds(350))
                        return await bench.screen == "home"
                    })
            }
            #expect(run.status == 0, "\(run)")
            #expect(run.output.contains("saved: touchMatrix: ["))
            let last = bench.calibrations.withLock(\.last)
            let kept = try #require(last)
            let file = CalibrationFile(directory: bench.folder.path("state"))
            #expect(try await becomesTrue { file.read() == .saved(kept) })
            #expect(try await bench.shows("home"))
        }
    }

    @Test(arguments: [
        (PrintOutcome.confirmed, ["--json"], Int32(0), ""), (.sent, ["--no-question"], 0, ""),
        (.confirmed, [], 0, "y\n"), (.confirmed, [], 1, "n\n"), (.sent, [], 0, "có\n"),
        (.sent, [], 1, ""), (.failed(.paperEmpty), ["--yes"], 1, "y\n"),
    ])
    func `the printer's test prints its slip through the kiosk's printer, and asks the technician`(
        _ outcome: PrintOutcome, _ options: [String], _ status: Int32, _ answer: String
    ) async throws {
        let printer = PaperTray(outcome)
        try await KioskFixture(printer: printer).running { bench in
            let run = try await Programs.run(
                "kioskctl", ["test", "printer", "--socket", bench.socket] + options, input: answer)
            #expect(run.status == status, "\(run)")
            #expect(printer.slips.withLock(\.count) == 1)
            #expect(printer.slips.withLock { $0.first?.width } == 576)
            #expect(run.errors.contains("[y/n]") == (options.isEmpty && outcome.word != "failed"))
            if options == ["--json"] {
                #expect(run.output.contains(#"{"printed":{"outcome":"confirmed"}}"#))
            }
            #expect(try await bench.shows("home"))
            #expect(await bench.kiosk.status().tickets.issued == 0)
        }
    }

    @Test func `a printer test on a kiosk without a printer is refused`() async throws {
        try await KioskFixture().running { bench in
            let run = try await kioskctl(bench, "test", "printer")
            #expect(run.status == 1)
            #expect(run.errors.contains("no printer configured"))
        }
    }

    @Test func `an unreachable kiosk and wrong usage have exit statuses of their own`() async throws {
        for arguments in [["devices"], ["test", "touch"], ["calibrate"]] {
            let run = try await Programs.run("kioskctl", arguments + ["--socket", "/tmp/no-kiosk.sock"])
            #expect(run.status == 2, "\(arguments)")
            #expect(run.errors.hasPrefix("no kiosk answers"))
        }
        #expect(try await Programs.run("kioskctl", ["test", "touch", "--seconds", "4"]).status == 64)
        #expect(try await Programs.run("kioskctl", ["test", "keyboard"]).status == 64)
    }
}

/// A printer whose slips can be counted.
private final class PaperTray: ReceiptPrinter {
    let slips = Mutex([DotBitmap]())
    private let outcome: PrintOutcome

    init(_ outcome: PrintOutcome) { self.outcome = outcome }

    func print(_ slip: DotBitmap, title: String) async -> PrintOutcome {
        slips.withLock { $0.append(slip) }
        return outcome
    }

    func conditions() -> AsyncStream<PrinterCondition> { AsyncStream { $0.finish() } }
}
