/// What a technician must know of a receipt printer to print on it; every value is a fact of the hardware.
public struct PrinterProfile: Hashable, Sendable {
    /// How the printer separates a slip from the roll.
    public enum Cut: String, CaseIterable, Hashable, Sendable { case none, full, partial }

    /// What the printer can say about a slip whose bytes it has.
    public enum Confirmation: String, CaseIterable, Hashable, Sendable {
        /// It answers `GS r` in the order of its buffer: an answer means that all before it is done.
        case inOrder = "in-order"
        /// It answers only `DLE EOT`, at once: we know that nothing is wrong, not that the paper is out.
        case realTime = "real-time"
        /// It answers nothing.
        case none
    }

    /// The command that empties the printer's own buffer, so that nothing resumes with new paper.
    public enum BufferClear: String, CaseIterable, Hashable, Sendable {
        /// `DLE DC4 8`: everywhere where the maker documents it.
        case dleDC4 = "dle-dc4"
        /// `DLE ENQ 2`: harmless where it is not known.
        case dleENQ = "dle-enq"
        case none
    }

    public var name: String
    /// Dots a row that the head can print.
    public var dots: Int
    public var dotsPerInch: Int
    /// The most rows in one raster command.
    public var bandRows = 128
    /// Units of `ESC J` for one row of dots: 1 on most, 2 where the paper moves in half dots.
    public var feedUnitsPerDot = 1
    /// Some clones garble what follows a raster whose row count is a multiple of 48 (python-escpos 367).
    public var avoidsMultiplesOf48 = false
    /// Rows between the head and the knife; a slip is fed so far before the cut.
    public var cutterDistance = 120
    public var cut = Cut.partial
    public var confirmation = Confirmation.inOrder
    public var bufferClear = BufferClear.dleENQ
    /// Bands handed over and not yet acknowledged.
    ///
    /// They bound what a printer that cannot clear its buffer
    /// would still print with new paper, and are enough to keep the paper moving.
    public var bandsInFlight = 4

    public init(name: String, dots: Int, dotsPerInch: Int = 203) {
        self.name = name
        self.dots = dots
        self.dotsPerInch = dotsPerInch
    }

    /// 80 mm paper, 72 mm printed.
    public static let generic80 = PrinterProfile(name: "generic-80", dots: 576)
    /// 58 mm paper, 48 mm printed; the clones of this width that need the quirk are common.
    public static let generic58: PrinterProfile = {
        var profile = PrinterProfile(name: "generic-58", dots: 384)
        profile.avoidsMultiplesOf48 = true
        profile.cut = .none
        return profile
    }()

    public static let builtIn = [generic80, generic58]

    /// The built-in profile of this name.
    public static func named(_ name: String) -> PrinterProfile? { builtIn.first { $0.name == name } }

    /// Bytes of one row.
    var bytesPerRow: Int { (dots + 7) / 8 }
}
