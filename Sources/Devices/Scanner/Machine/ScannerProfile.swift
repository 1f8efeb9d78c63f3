/// What is known of a scanner beyond what it says itself; every value is a fact of the hardware.
public struct ScannerProfile: Hashable, Sendable {
    /// How a scanner hands over what it read.
    public enum Mode: String, CaseIterable, Hashable, Sendable {
        /// Whatever its interfaces say.
        case automatic
        case hidPOS = "hid-pos"
        /// A virtual serial port (CDC-ACM).
        case serial
        case keyboard
    }

    public enum Quirk: String, CaseIterable, Hashable, Sendable {
        /// Honeywell and Youjie type until feature report 0xFE tells them not to.
        case outputRedirection = "output-redirection"
        /// Set to send the AIM identifier before each code, in a mode that has no other place for it.
        case aimPrefix = "aim-prefix"
    }

    public var name: String
    public var vendor: UInt16
    /// `nil` for every product of the vendor; makers change the number with the mode.
    public var product: UInt16?
    public var mode = Mode.automatic
    public var framing = ScanFraming.gap
    /// Nothing: none for HID POS, a line end elsewhere.
    public var suffix: ScanSuffix?
    public var quirks: Set<Quirk> = []
    /// What the maker's manual calls the bar code that sets a mode: `PAP131`.
    public var setUpCodes: [Mode: String] = [:]

    public init(name: String, vendor: UInt16, product: UInt16? = nil, quirks: Set<Quirk> = []) {
        self.name = name
        self.vendor = vendor
        self.product = product
        self.quirks = quirks
    }

    /// What must be known even without a catalogue; the models are in `hardware/scanners`.
    public static let builtIn = [
        ScannerProfile(name: "Honeywell", vendor: 0x0C2E, quirks: [.outputRedirection]),
        ScannerProfile(name: "Youjie", vendor: 0x23D0, quirks: [.outputRedirection]),
    ]

    /// The nearest profile: the product's before its vendor's, earlier ones before later ones.
    static func best(of profiles: [ScannerProfile], vendor: UInt16, product: UInt16) -> ScannerProfile? {
        let own = profiles.filter { $0.vendor == vendor }
        return own.first { $0.product == product } ?? own.first { $0.product == nil }
    }

    func suffix(for mode: Mode) -> ScanSuffix { suffix ?? (mode == .hidPOS ? .none : .lineEnd) }
}

/// What to do with scanners that no profile names.
public struct UnknownScanners: Hashable, Sendable {
    /// A serial port may also be a modem or a printer.
    public var takesSerial = true
    /// A kiosk has no keyboard; whatever types is a scanner, or somebody who should not.
    public var takesKeyboards = true

    public init() {}
}
