import Appliance
import ArgumentParser

struct Status: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Says how the running kiosk is.",
        discussion: "Exit status: 0 healthy, 1 degraded (it works, but not in full), 2 unreachable.")

    @OptionGroup var kiosk: KioskOptions

    @Option(help: "Seconds to wait for the answer.")
    var timeout = 5

    func validate() throws {
        guard (1...600).contains(timeout) else { throw ValidationError("--timeout is 1 to 600 seconds") }
    }

    func run() async throws {
        let status: KioskStatus
        do throws(ControlFault) {
            status = try await kiosk.client(timeout: timeout).request("status").result()
        } catch {
            // A kiosk that refuses gives no status either.
            printError(printable(error.description))
            throw ExitStatus.unreachable
        }
        let report = StatusReport(status)
        printLine(kiosk.json ? json(status) : report.table)
        if !report.isHealthy { throw ExitStatus.degraded }
    }
}

struct ListDevices: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "devices",
        abstract: "Lists what is plugged in, how it is used, and what is left alone and why.",
        discussion: "Exit status: 0 listed, 2 unreachable.")

    @OptionGroup var kiosk: KioskOptions

    func run() async throws {
        do throws(ControlFault) {
            let report: DeviceReport = try await kiosk.client().request("devices").result()
            printLine(kiosk.json ? json(report) : report.table)
        } catch {
            throw exitStatus(for: error)
        }
    }
}

struct Watch: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Tells what happens on the kiosk, as it happens, until Ctrl-C.",
        discussion: """
            Devices that come and go, touches, scans (what kind of code, never its content), the printer, the \
            link and the screens. Whoever reads too slowly is told how many events were left out.

            Exit status: 0 the kiosk stopped, 2 unreachable.
            """)

    @OptionGroup var kiosk: KioskOptions

    func run() async throws {
        do {
            let events = try await kiosk.client().events(of: "watch", as: KioskEvent.self)
            for try await event in events { printLine(kiosk.json ? json(event, isLine: true) : event.line) }
        } catch let fault as ControlFault {
            throw exitStatus(for: fault)
        }
    }
}
