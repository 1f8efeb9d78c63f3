import Drawing
import KioskCore
import QueueTicket

/// Draws slips and has them printed, one after the other, away from the screen.
///
/// It has fonts of its own: drawing a slip never waits for the screen, nor the screen for a slip.
actor SlipRoom {
    private let executor = QueueExecutor(label: "kiosk.slips")
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

    /// Prints a slip and says how it ended.
    ///
    /// The job's name is the number, nothing personal.
    func print(_ issued: IssuedTicket, isReprint: Bool) async -> PrintOutcome {
        guard let press = readyPress() else { return .failed(.unavailable) }
        let slip = press.draw(issued, isReprint: isReprint)
        return await printer.print(slip, title: "\(issued.ticket.number)")
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
