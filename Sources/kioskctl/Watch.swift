import Appliance
import ArgumentParser

struct Watch: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Tells what happens on the kiosk, as it happens, until Ctrl-C.",
        discussion: """
            Devices that come and go, touches, scans (what kind of code, never its content), the printer, the \
            link and the screens. Whoever reads too slowly is told how many events were left out.

            Exit status: 0 the kiosk stopped, 2 unreachable.
            """)

    @OptionGroup var asking: Asking

    func run() async throws {
        do {
            let events = try await asking.client().follow("watch", as: KioskEvent.self)
            for try await event in events { say(asking.json ? json(event, isLine: true) : event.line) }
        } catch let fault as ControlFault {
            throw ending(fault)
        }
    }
}
