public import Drawing
public import KioskCore

/// What a slip says; a value that can be drawn for any head.
public protocol SlipContent: Sendable {
    /// The print job's name: a number, nothing personal.
    var title: String { get }

    func draw(for head: PrintHead, fonts: FontLibrary) -> DotBitmap
}

/// Draws slips and has them printed, one after the other, away from the screen.
///
/// It has fonts of its own: drawing a slip never waits for the screen, nor the screen for a slip.
public actor SlipPrinter {
    private let executor: any SerialExecutor
    nonisolated public var unownedExecutor: UnownedSerialExecutor {
        unsafe executor.asUnownedSerialExecutor()
    }

    /// Draws a slip for a head.
    public typealias Draw = @Sendable (any SlipContent, PrintHead, FontLibrary) -> DotBitmap

    private nonisolated let printer: any ReceiptPrinter
    private let head: PrintHead
    private let draw: Draw
    private var fonts: FontLibrary?

    /// - Parameters:
    ///   - executor: Blocks while a slip is drawn.
    ///   - draw: What draws; a simulation has something cheaper.
    public init(
        printer: any ReceiptPrinter, head: PrintHead, executor: any SerialExecutor,
        draw: @escaping Draw = SlipPrinter.draw
    ) {
        self.printer = printer
        self.head = head
        self.executor = executor
        self.draw = draw
    }

    /// As the slip says itself.
    public static let draw: Draw = { slip, head, fonts in slip.draw(for: head, fonts: fonts) }

    /// How a print ended, and the slip that came out; `nil` if none did.
    public typealias Result = (outcome: PrintOutcome, slip: DotBitmap?)

    /// Draws a slip and waits until the printer has it, or never will.
    public func print(_ content: any SlipContent) async -> Result {
        guard let fonts = loadedFonts() else { return (.failed(.unavailable), nil) }
        let slip = draw(content, head, fonts)
        let outcome = await printer.print(slip, title: content.title)
        // How much of a failed slip came out nobody knows; the sensors correct the account of the roll.
        if case .failed = outcome { return (outcome, nil) }
        return (outcome, slip)
    }

    /// Loads the fonts before the first visitor needs them.
    public func warmUp() { _ = loadedFonts() }

    private func loadedFonts() -> FontLibrary? {
        if fonts == nil { fonts = try? FontLibrary() }
        return fonts
    }
}

extension PrintOutcome {
    /// The outcome in one word, for technicians.
    public var word: String {
        switch self {
        case .confirmed: "confirmed"
        case .sent: "sent"
        case .failed: "failed"
        }
    }

    /// What the ticket's record says of this end.
    public var printState: PrintState {
        switch self {
        case .confirmed: .confirmed
        case .sent: .sent
        case .failed: .failed
        }
    }

    /// What kept the slip from coming out.
    public var fault: PrinterCondition? { if case .failed(let condition) = self { condition } else { nil } }
}
