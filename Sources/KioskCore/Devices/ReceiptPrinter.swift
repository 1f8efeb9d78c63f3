/// A printer of slips.
public protocol ReceiptPrinter: Sendable {
    /// Prints one slip and says how it ended, within the driver's deadline.
    ///
    /// When it does not answer `.confirmed` or `.sent`, the job was withdrawn: nothing comes out later.
    /// - Parameter title: The job's name in the queue: a ticket number, nothing personal.
    func print(_ slip: DotBitmap, title: String) async -> PrintOutcome

    /// The printer's condition now and at every change, until the driver ends.
    func conditions() -> AsyncStream<PrinterCondition>
}

/// How a print ended.
public enum PrintOutcome: Hashable, Sendable {
    /// The printer answered after the last byte that the paper is out.
    case confirmed
    /// The bytes left; this printer cannot say more.
    case sent
    /// No whole slip came out, and none will.
    case failed(PrinterCondition)
}

/// What stops or worries a printer; one at a time, the worst first.
public enum PrinterCondition: String, CaseIterable, Hashable, Sendable, Codable {
    case ready
    case paperLow
    case paperEmpty
    case coverOpen
    case cutterError
    /// No answer, no cable, or no power.
    case offline
    /// The queue or CUPS itself cannot be reached or used.
    case unavailable
    /// It answers, but the slip did not come out before the deadline.
    case tooSlow

    /// Whether a slip can be asked for.
    public var canPrint: Bool { self == .ready || self == .paperLow }
}
