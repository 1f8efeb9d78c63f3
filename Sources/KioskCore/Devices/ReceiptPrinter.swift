/// A printer of slips.
public protocol ReceiptPrinter: Sendable {
    /// Prints one slip and says how it ended, within the driver's deadline.
    ///
    /// Unless it returns `.confirmed` or `.sent`, the job was cancelled: nothing comes out later.
    /// - Parameter title: The job's name in the queue: a ticket number, nothing personal.
    func print(_ slip: DotBitmap, title: String) async -> PrintOutcome

    /// The printer's condition now and at every change, until the driver ends.
    func conditions() -> AsyncStream<PrinterCondition>
}

/// How a print ended.
public enum PrintOutcome: Hashable, Sendable {
    /// The printer reported after the last byte that the paper is out.
    case confirmed
    /// The bytes were sent; this printer cannot report more.
    case sent
    /// No whole slip came out, and none will.
    case failed(PrinterCondition)
}

/// What stops a printer, or will soon; one at a time, the worst first.
public enum PrinterCondition: String, CaseIterable, Hashable, Sendable, Codable {
    case ready
    case paperLow
    case paperEmpty
    case coverOpen
    case cutterError
    /// No response, no cable, or no power.
    case offline
    /// The queue or CUPS itself cannot be reached or used.
    case unavailable
    /// It responds, but the slip did not come out before the deadline.
    case tooSlow

    /// Whether a slip can be asked for.
    public var canPrint: Bool { self == .ready || self == .paperLow }
}

/// The print head that a slip is drawn for: how wide it prints, and how fine.
public struct PrintHead: Hashable, Sendable {
    /// Dots a row.
    public var dots: Int
    /// The same across and along the paper.
    public var dotsPerInch: Int

    public init(dots: Int, dotsPerInch: Int) {
        self.dots = dots
        self.dotsPerInch = dotsPerInch
    }

    /// The nearest whole number of dots.
    public func dots(millimetres: Double) -> Int {
        Int((millimetres * Double(dotsPerInch) / 25.4).rounded())
    }

    /// The width of paper that is printed on, in millimetres.
    public var printedWidth: Double { Double(dots) * 25.4 / Double(dotsPerInch) }
}
