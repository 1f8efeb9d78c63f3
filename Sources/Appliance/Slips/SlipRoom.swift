import Drawing
public import KioskCore
public import QueueTicket

/// Draws slips and has them printed, one after the other, away from the screen.
///
/// It has fonts of its own: drawing a slip never waits for the screen, nor the screen for a slip.
actor SlipRoom {
    private let executor: any SerialExecutor
    nonisolated var unownedExecutor: UnownedSerialExecutor { unsafe executor.asUnownedSerialExecutor() }

    nonisolated let printer: any ReceiptPrinter
    private let head: PrintHead
    private let makeRenderer: @Sendable () -> (any SlipRenderer)?
    private var renderer: (any SlipRenderer)?

    /// - Parameter makeRenderer: Called on the executor before the first slip; `nil` if slips cannot be drawn.
    init(
        printer: any ReceiptPrinter, head: PrintHead, executor: any SerialExecutor,
        makeRenderer: @escaping @Sendable () -> (any SlipRenderer)?
    ) {
        self.printer = printer
        self.head = head
        self.executor = executor
        self.makeRenderer = makeRenderer
    }

    /// How a print ended, and the slip that came out.
    typealias Printed = (outcome: PrintOutcome, slip: DotBitmap?)

    /// Prints a slip.
    ///
    /// The job's name is the number, nothing personal.
    func print(_ issued: IssuedTicket, isReprint: Bool) async -> Printed {
        guard let renderer = readyRenderer() else { return (.failed(.unavailable), nil) }
        return await print(renderer.draw(issued, isReprint: isReprint), title: "\(issued.ticket.number)")
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
    func warmUp() { _ = readyRenderer() }

    private func readyRenderer() -> (any SlipRenderer)? {
        if renderer == nil { renderer = makeRenderer() }
        return renderer
    }
}

/// Draws slips: ``SlipPress`` on a kiosk, something cheaper in a simulation.
public protocol SlipRenderer {
    func draw(_ issued: IssuedTicket, isReprint: Bool) -> DotBitmap
}

extension SlipPress: SlipRenderer {}
