public import KioskCore

/// What must be known of a receipt printer to print on it; every value is a fact of the hardware.
///
/// The models are in `hardware/printers`, whose README explains each value to technicians.
public struct PrinterProfile: Hashable, Sendable {
    /// How the printer separates a slip from the roll.
    public enum Cut: String, CaseIterable, Hashable, Sendable { case none, full, partial }

    /// The command that works the knife.
    public enum CutCode: String, CaseIterable, Hashable, Sendable {
        /// `GS V 0` and `GS V 1`.
        case gsV = "gs-v"
        /// `ESC i` and `ESC m`, of printers older than `GS V`.
        case escI = "esc-i"
    }

    /// The pin of the drawer's plug that `ESC p` puts a pulse on; a kiosk may lock its paper cover with it.
    public enum Drawer: String, CaseIterable, Hashable, Sendable {
        case none
        case pin2 = "pin-2"
        case pin5 = "pin-5"
    }

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

    /// The profile's own name, `epson-tm-m30`: small letters, digits and hyphens.
    public var name: String
    /// As a technician knows the printer.
    public var title: String

    /// Dots a row that the head can print.
    public var dots: Int
    public var dotsPerInch: Int
    /// The width of the roll in millimetres, of which the head prints less.
    public var paperWidth: Int
    /// The length of a new roll in millimetres.
    public var rollLength: Int
    /// Whether it notices that the roll is nearly used up.
    public var hasNearEndSensor = false

    /// The most rows in one raster command.
    public var bandRows = 128
    /// Units of `ESC J` for one row of dots: 1 on most, 2 where the paper moves in half dots.
    public var feedUnitsPerDot = 1
    /// Some clones misprint what follows a raster whose row count is a multiple of 48 (python-escpos 367).
    public var avoidsMultiplesOf48 = false
    /// Rows between the head and the knife, or the edge to tear at; a slip is fed so far before the cut.
    public var cutterDistance = 120
    public var cut = Cut.partial
    public var cutCode = CutCode.gsV
    public var drawer = Drawer.none
    public var confirmation = Confirmation.inOrder
    public var bufferClear = BufferClear.dleENQ
    /// Bands handed over and not yet acknowledged.
    ///
    /// They bound what a printer that cannot clear its buffer
    /// would still print with new paper, and are enough to keep the paper moving.
    public var bandsInFlight = 4

    /// How the printer shows itself on a cable.
    public var identity = PrinterIdentity()

    public init(
        name: String, title: String? = nil, dots: Int, dotsPerInch: Int = 203, paperWidth: Int = 80,
        rollLength: Int = 60_000
    ) {
        self.name = name
        self.title = title ?? name
        self.dots = dots
        self.dotsPerInch = dotsPerInch
        self.paperWidth = paperWidth
        self.rollLength = rollLength
    }

    /// 80 mm paper, 72 mm printed.
    public static let generic80 = PrinterProfile(name: "generic-80", title: "80 mm, 203 dpi", dots: 576)
    /// 58 mm paper, 48 mm printed; the clones of this width that need the quirk are common.
    public static let generic58: PrinterProfile = {
        var profile = PrinterProfile(
            name: "generic-58", title: "58 mm, 203 dpi", dots: 384, paperWidth: 58, rollLength: 15_000)
        profile.avoidsMultiplesOf48 = true
        profile.cut = .none
        return profile
    }()

    /// What there is even without a catalogue.
    public static let builtIn = [generic80, generic58]

    /// What a slip is drawn for.
    public var head: PrintHead { PrintHead(dots: dots, dotsPerInch: dotsPerInch) }

    /// Bytes of one row.
    var bytesPerRow: Int { (dots + 7) / 8 }
}

/// By what a printer can be recognised.
public struct PrinterIdentity: Hashable, Sendable {
    /// A pair of USB numbers; makers without numbers of their own share those of a chip.
    public struct USB: Hashable, Sendable {
        public var vendor: UInt16
        public var product: UInt16

        public init(vendor: UInt16, product: UInt16) {
            self.vendor = vendor
            self.product = product
        }
    }

    public var usb: [USB] = []
    /// What the printer's IEEE 1284 identification has for a maker (`MFG`); `nil` fits any.
    public var maker: String?
    /// How its IEEE 1284 model (`MDL`) begins.
    public var models: [String] = []

    public init() {}
}

extension PrinterProfile {
    /// The roll it takes, for reckoning with the paper.
    public var roll: RollFacts {
        RollFacts(length: Double(rollLength), nearEnd: hasNearEndSensor ? RollFacts.defaultNearEnd : nil)
    }
}

extension PrinterProfile {
    /// As much of a slip's white end is kept, in dots: three millimetres, so that the knife is not in the
    /// words.
    static let maxTailRows = 24

    /// Millimetres of paper that one slip takes off the roll.
    ///
    /// That is its rows down to the last inked one, what is kept of its white end, and the way from the head
    /// to the knife, which is fed before every cut.
    public func paperUsed(by slip: DotBitmap) -> Double {
        Double(keptRows(of: slip) + cutterDistance) / Double(dotsPerInch) * Self.millimetresPerInch
    }

    /// Rows of a slip that come onto the paper.
    func keptRows(of slip: DotBitmap) -> Int { min(slip.height, slip.inkedRows + Self.maxTailRows) }

    static let millimetresPerInch = 25.4
}

extension DotBitmap {
    /// Rows down to the last one that has ink; 0 for a white picture.
    var inkedRows: Int {
        guard bytesPerRow > 0 else { return 0 }
        return bytes.lastIndex { $0 != 0 }.map { $0 / bytesPerRow + 1 } ?? 0
    }
}
