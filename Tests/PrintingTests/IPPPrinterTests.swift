import Devices
import Foundation
import KioskCore
import Logging
import SimulatedDevices
import TestKit
import Testing

@Suite(.serialized, .timeLimit(.minutes(10)))
struct `An IPP Everywhere printer` {
    struct Case: CustomTestStringConvertible, Sendable {
        var formats: [String]
        var kinds = ["black_1", "sgray_8"]
        var expected: String
        var testDescription: String { "\(formats) \(kinds)" }
    }

    static let cases = [
        Case(formats: [IPPPrintingFixture.pdf], expected: IPPPrintingFixture.pdf),
        Case(formats: [IPPPrintingFixture.pwg], expected: IPPPrintingFixture.pwg),
        Case(formats: [IPPPrintingFixture.pwg], kinds: ["sgray_8"], expected: IPPPrintingFixture.pwg),
        Case(formats: [IPPPrintingFixture.pdf, IPPPrintingFixture.pwg], expected: IPPPrintingFixture.pwg),
    ]

    @Test(arguments: cases)
    func `prints the slip dot for dot, and has confirmed it`(_ it: Case) async throws {
        try await IPPPrintingFixture.open(formats: it.formats, kinds: it.kinds) { (setup) async throws in
            let slip = try ticketSlip("A007")
            await expect(.confirmed) { await setup.driver.print(slip, title: "A-007") }
            #expect(setup.printer.tray.map(\.format) == [it.expected])
            let paper = try setup.paper()
            #expect(paper.shows(slip))
            #expect(try Rendering.codes(in: paper) == [ticketCode("A007")])
        }
    }

    @Test(arguments: [IPPPrintingFixture.pdf, IPPPrintingFixture.pwg])
    func `receives the size of the slip in millimetres`(format: String) async throws {
        try await IPPPrintingFixture.open(formats: [format]) { (setup) async throws in
            let slip = sampleSlip(3, height: 800)
            await expect(.confirmed) { await setup.driver.print(slip, title: "A-003") }
            // 576 by 800 dots are 72.1 by 100.1 mm; CUPS counts whole points of a third of a millimetre.
            let asked = try askedSize(of: setup.printer)
            #expect((7207...7243).contains(asked.width) && (10009...10045).contains(asked.length))
            let path = try #require(setup.printer.tray.first?.path)
            let points: (width: Double, height: Double)
            if format == IPPPrintingFixture.pdf {
                let said = try Tool.run("/usr/bin/pdfinfo", [path])
                let line = try #require(said.split(separator: "\n").first { $0.hasPrefix("Page size:") })
                let numbers = line.split(separator: " ").compactMap { Double($0) }
                points = (try #require(numbers.first), try #require(numbers.last))
            } else {
                let page = try PWGPage(Data(contentsOf: URL(fileURLWithPath: path)))
                points = (Double(page.pageSize.width), Double(page.pageSize.height))
                #expect(page.dotsPerInch == 203)
            }
            #expect(abs(points.width - 205) < 0.5 && abs(points.height - 284) < 0.5)
        }
    }

    /// What the printer was asked for, in hundredths of a millimetre, told by somebody else's tool.
    private func askedSize(of printer: EverywherePrinter) throws -> (width: Int, length: Int) {
        let said = try IPPTool.ask(
            printer.uri, "Get-Jobs",
            "ATTR keyword which-jobs completed ATTR keyword requested-attributes media-col",
            display: "media-col")
        func number(_ name: String) throws -> Int {
            let start = try #require(said.range(of: name + "=")?.upperBound, "ipptool said: \(said)")
            return try #require(Int(said[start...].prefix { $0.isNumber }))
        }
        return (try number("x-dimension"), try number("y-dimension"))
    }

    @Test func `of other dots prints the slip in its size, and the code can be read`() async throws {
        try await IPPPrintingFixture.open(dotsPerInch: 300) { (setup) async throws in
            let slip = try ticketSlip("B012")
            await expect(.confirmed) { await setup.driver.print(slip, title: "B-012") }
            let paper = try setup.paper()
            #expect(try Rendering.codes(in: paper) == [ticketCode("B012")])
            expectSameSize(paper, 300, slip)
        }
    }

    @Test func `is known to be without paper, and to have some again, before anybody prints`() async throws {
        try await IPPPrintingFixture.open { (setup) async throws in
            try await watching(setup.driver) { (heard) async throws in
                #expect(await eventually(within: .seconds(30)) { await heard.last == .ready })
                for (sheets, condition) in [
                    (20, PrinterCondition.paperLow), (0, .paperEmpty), (250, .ready),
                ] {
                    try setup.printer.load(sheets: sheets)
                    #expect(await eventually(within: .seconds(30)) { await heard.last == condition })
                    let reason = PrinterStateReason.keyword(for: condition) ?? "none"
                    #expect(
                        try await eventually(within: .seconds(30)) {
                            try IPPTool.reasons(setup.cups.server.port) == [reason]
                        }, "the queue says so too")
                }
                setup.printer.kill()
                #expect(await eventually(within: .seconds(30)) { await heard.last == .offline })
            }
        }
    }

    @Test func `that is low still prints, and says so`() async throws {
        try await IPPPrintingFixture.open { (setup) async throws in
            setup.printer.set(.comesOutLow)
            await expect(.confirmed) {
                await setup.driver.print(sampleSlip(1, height: 300), title: "A-001")
            }
            var heard = setup.driver.conditions().makeAsyncIterator()
            #expect(await heard.next() == .paperLow)
        }
    }

    struct Fault: CustomTestStringConvertible, Sendable {
        var paper: EverywherePrinter.Paper
        var condition: PrinterCondition
        var deadline = Duration.seconds(40)
        var testDescription: String { "\(paper)" }
    }

    static let faults = [
        Fault(paper: .waits(reason: "media-empty"), condition: .paperEmpty),
        Fault(paper: .waits(reason: "cover-open"), condition: .coverOpen),
        Fault(paper: .refuses, condition: .unavailable),
        Fault(paper: .waits(reason: ""), condition: .tooSlow, deadline: .seconds(5)),
    ]

    @Test(arguments: faults)
    func `that cannot print says why, prints nothing later, and prints the next slip`(_ it: Fault)
        async throws
    {
        try await IPPPrintingFixture.open(deadline: it.deadline) { (setup) async throws in
            setup.printer.set(it.paper)
            await expect(.failed(it.condition)) {
                await setup.driver.print(sampleSlip(1, height: 300), title: "A-001")
            }
            #expect(try await CUPSClient(setup.cups.server).activeJobs(of: PrintingFixture.queue).isEmpty)
            setup.printer.set(.comesOut)
            #expect(await eventually(within: .seconds(30)) { !setup.printer.isWaiting })
            let next = try ticketSlip("A002")
            let patient = CUPSReceiptPrinter(
                IPPPrintingFixture.settings(setup.cups), logger: Logger(label: "printer"))
            await expect(.confirmed) { await patient.print(next, title: "A-002") }
            #expect(setup.printer.tray.count == 1)
            #expect(try setup.paper().shows(next))
        }
    }
}

/// Runs a driver beside the body and collects the conditions that it publishes.
func watching(_ driver: CUPSReceiptPrinter, _ body: (HeardConditions) async throws -> Void) async throws {
    let heard = HeardConditions()
    try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask { await driver.run() }
        group.addTask { for await condition in driver.conditions() { await heard.add(condition) } }
        defer { group.cancelAll() }
        try await body(heard)
    }
}

actor HeardConditions {
    private(set) var last: PrinterCondition?
    func add(_ condition: PrinterCondition) { last = condition }
}

/// CUPS's own client, as a judge.
enum IPPTool {
    static func ask(_ uri: String, _ operation: String, _ more: String, display: String) throws -> String {
        let test = """
            { OPERATION \(operation) GROUP operation-attributes-tag
            ATTR charset attributes-charset utf-8 ATTR language attributes-natural-language en
            ATTR uri printer-uri $uri \(more) DISPLAY \(display) }
            """
        let file = FileManager.default.temporaryDirectory.appendingPathComponent("\(UUID().uuidString).test")
        try test.write(to: file, atomically: true, encoding: .utf8)
        defer { try? FileManager.default.removeItem(at: file) }
        return try Tool.run("/usr/bin/ipptool", ["-T", "10", "-c", uri, file.path])
    }

    /// A queue's `printer-state-reasons`.
    static func reasons(_ port: UInt16) throws -> Set<String> {
        let said = try ask(
            "ipp://127.0.0.1:\(port)/printers/\(PrintingFixture.queue)", "Get-Printer-Attributes",
            "ATTR keyword requested-attributes printer-state-reasons", display: "printer-state-reasons")
        let lines = said.split(separator: "\n")
        try #require(lines.count == 2 && lines[0] == "printer-state-reasons", "ipptool said: \(said)")
        return Set(lines[1].filter { $0 != "\"" }.split(separator: ",").map(String.init))
    }
}

/// Expects that a slip has the same size on paper as at its own 203 dots an inch, within half a millimetre.
func expectSameSize(
    _ paper: DotBitmap, _ dotsPerInch: Int, _ slip: DotBitmap,
    sourceLocation: SourceLocation = #_sourceLocation
) {
    let (found, own) = (paper.inkedSize, slip.inkedSize)
    func millimetres(_ dots: Int, _ dotsPerInch: Int) -> Double { Double(dots) / Double(dotsPerInch) * 25.4 }
    for (here, there) in [(found.width, own.width), (found.height, own.height)] {
        let difference = millimetres(here, dotsPerInch) - millimetres(there, 203)
        #expect(abs(difference) < 0.5, sourceLocation: sourceLocation)
    }
}
