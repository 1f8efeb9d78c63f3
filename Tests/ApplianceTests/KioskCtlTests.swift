import Dispenser
import Foundation
import KioskCore
import KioskFrame
import KioskServices
import Lookup
import Testing

@testable import Appliance
@testable import DeviceTests
@testable import Maintenance
@testable import PanelCalibration

@Suite("kioskctl", .timeLimit(.minutes(10)))
struct KioskCtlTests {
    @Test(arguments: [
        (LinkState.online, PrinterCondition?.some(.ready), [String](), Int32(0)),
        (.synchronising, nil, [], 0),
        (.offline, .ready, [], 1),
        (.online, .paperEmpty, [], 1),
        (.online, .paperLow, [], 1),
        (.online, .ready, ["the clock jumped back"], 1),
    ])
    func `the exit status is 0 only for a healthy kiosk`(
        _ link: LinkState, _ printer: PrinterCondition?, _ notices: [String], _ code: Int32
    ) async throws {
        let status = example(link: link, printer: printer, notices: notices)
        try await withControlServer {
            $0.command == "status" ? .result(status) : .failure("unknown")
        } during: { path in
            let run = try await kioskctl("status", "--socket", path)
            #expect(run.status == code)
            #expect(run.output.contains("dispenser-1, ticket dispenser"))
            #expect(run.output.contains(code == 0 ? "healthy" : "degraded: "))
        }
    }

    @Test func `a lookup terminal without its scanner is degraded`() {
        var status = example(link: .online, printer: nil, notices: [])
        status.role = .lookup
        #expect(StatusReport(status).isHealthy)
        status.scanner = .disconnected
        #expect(StatusReport(status).problems == ["no scanner"])
    }

    @Test func `with --json the status is printed as the kiosk sent it`() async throws {
        let status = example(link: .online, printer: .ready, notices: [])
        try await withControlServer { _ in
            .result(status)
        } during: { path in
            let run = try await kioskctl("status", "--json", "--socket", path)
            let read = try JSONDecoder().decode(KioskStatus.self, from: Data(run.output.utf8))
            #expect(read.kiosk == "dispenser-1")
            #expect(read.journal.acknowledged == 41)
            #expect(read.printer == .ready)
        }
    }

    @Test func `control characters in a notice do not reach the terminal`() {
        let status = example(link: .online, printer: nil, notices: ["\u{1B}[2Jcleared"])
        #expect(StatusReport(status).table.contains("?[2Jcleared"))
        #expect(!StatusReport(status).table.contains("\u{1B}"))
    }

    @Test func `a socket without a kiosk is unreachable`() async throws {
        let run = try await kioskctl("status", "--socket", "/tmp/no-kiosk.sock")
        #expect(run.status == 2)
        #expect(run.errors.hasPrefix("no kiosk answers on /tmp/no-kiosk.sock"))
    }

    @Test(arguments: ["hello", #"{"ok":true,"result":{}}"#, ""])
    func `a socket of another program is unreachable`(_ line: String) async throws {
        try await withControlServer { _ in
            ControlReply(line: Array(line.utf8))
        } during: { path in
            let run = try await kioskctl("status", "--socket", path)
            #expect(run.status == 2)
        }
    }

    @Test func `a kiosk that does not answer in time is unreachable`() async throws {
        try await withControlServer { _ in
            try? await Task.sleep(for: .seconds(3600))
            return .done()
        } during: { path in
            let run = try await kioskctl("status", "--timeout", "1", "--socket", path)
            #expect(run.status == 2)
        }
    }

    @Test func `check lists what is wrong with a file`() async throws {
        let folder = try ConfigurationFolder()
        try folder.write("kiosk.yaml", shortest)
        #expect(try await kioskctl("check", folder.path("kiosk.yaml")).status == 0)
        try folder.write("kiosk.yaml", shortest + "\ntimes:\n  idle: 40")
        let run = try await kioskctl("check", folder.path("kiosk.yaml"))
        #expect(run.status == 1)
        #expect(run.errors.contains("line 15: times.idle: found \"40\""))
        try folder.write("printers/own.yaml", "printers:\n  - { name: Own }")
        try folder.write("kiosk.yaml", shortest + "\nprinter: { profiles: printers }")
        let hardware = try await kioskctl("check", folder.path("kiosk.yaml"))
        #expect(hardware.status == 1)
        #expect(hardware.errors.contains("own.yaml: 7 problems\n  line 2: printers[0]"))
    }

    @Test func `the line for a new PIN matches that PIN only`() async throws {
        let run = try await Programs.run("kioskctl", ["hash-pin"], input: "482916\n")
        #expect(run.status == 0)
        let hash = try #require(PINHash(run.output.trimmingCharacters(in: .newlines)))
        #expect(hash.matches("482916"))
        #expect(!hash.matches("482917"))
        #expect(try await Programs.run("kioskctl", ["hash-pin"], input: "1234\n").status == 1)
    }

    @Test func `the help lists the exit statuses`() async throws {
        let run = try await kioskctl("status", "--help")
        #expect(run.status == 0)
        #expect(run.output.contains("0 healthy, 1 degraded"))
    }

    private func kioskctl(_ arguments: String...) async throws -> Programs.Run {
        try await Programs.run("kioskctl", arguments)
    }

    private func example(link: LinkState, printer: PrinterCondition?, notices: [String]) -> KioskStatus {
        KioskStatus(
            kiosk: "dispenser-1", role: .dispenser, version: "0.1.0", screen: "home", link: link,
            printer: printer,
            scanner: .connected, touch: .connected, tickets: .init(issued: 3, confirmed: 2, failed: 1),
            journal: .init(pending: 0, acknowledged: 41), clock: "2025-11-21T08:00:00+07:00",
            uptimeSeconds: 93_780,
            notices: notices)
    }
}
