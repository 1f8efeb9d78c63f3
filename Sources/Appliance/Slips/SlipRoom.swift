import Devices
import Drawing
import KioskCore
import QueueTicket

/// Draws slips and has them printed, one after the other, away from the screen.
///
/// It has fonts of its own: drawing a slip never waits for the screen, nor the screen for a slip.
actor SlipRoom {
    private let executor = BlockingThread("kiosk-slips")
    nonisolated var unownedExecutor: UnownedSerialExecutor { unsafe executor.asUnownedSerialExecutor() }

    nonisolated let printer: any ReceiptPrinter
    private let site: SiteProfile
    private let cutOffHour: Int
    private let head: PrintHead
    private var press: SlipPress?

    init(printer: any ReceiptPrinter, site: SiteProfile, cutOffHour: Int, head: PrintHead) {
        self.printer = printer
        self.site = site
        self.cutOffHour = cutOffHour
        self.head = head
    }

    /// How a print ended, and the slip that came out.
    typealias Printed = (outcome: PrintOutcome, slip: DotBitmap?)

    /// Prints a slip.
    ///
    /// The job's name is the number, nothing personal.
    func print(_ issued: IssuedTicket, isReprint: Bool) async -> Printed {
        guard let press = readyPress() else { return (.failed(.unavailable), nil) }
        return await print(press.draw(issued, isReprint: isReprint), title: "\(issued.ticket.number)")
    }

    /// Prints what shows a technician whether the profile fits the printer.
    func printTest(name: String, title: String) async -> Printed {
        guard let fonts = try? FontLibrary() else { return (.failed(.unavailable), nil) }
        return await print(TestSlip(name: name, title: title, head: head, fonts: fonts).draw(), title: "test")
    }

    private func print(_ slip: DotBitmap, title: String) async -> Printed {
        let outcome = await printer.print(slip, title: title)
        // How much of a failed slip came out nobody knows; the sensors correct the account of the roll.
        if case .failed = outcome { return (outcome, nil) }
        return (outcome, slip)
    }

    /// Loads the fonts before the first visitor needs them.
    func warmUp() { _ = readyPress() }

    private func readyPress() -> SlipPress? {
        if press == nil, let fonts = try? FontLibrary() {
            press = SlipPress(site: site, cutOffHour: cutOffHour, head: head, fonts: fonts)
        }
        return press
    }
}
