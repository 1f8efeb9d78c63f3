public import KioskCore

/// What a kiosk says of itself to technicians and to the workbench.
public struct KioskStatus: Hashable, Codable, Sendable {
    public struct Tickets: Hashable, Codable, Sendable {
        /// Issued at this kiosk, ever.
        public var issued: Int
        /// Of those that are still kept: out on paper, as the printer confirmed it; and without paper.
        public var confirmed: Int
        public var failed: Int
    }

    public struct Journal: Hashable, Codable, Sendable {
        /// Entries that the centre has not acknowledged.
        public var pending: Int
        /// The last sequence it did.
        public var acknowledged: Int64
    }

    public static let version = "0.1.0"

    public var kiosk: String
    public var role: KioskRole
    public var version: String
    /// The name of the screen that is shown.
    public var screen: String
    /// Nothing when the kiosk stands alone.
    public var link: LinkState?
    public var printer: PrinterCondition?
    /// How long the paper lasts; nothing before that is known.
    public var paper: PaperForecast?
    public var scanner: ScannerCondition
    public var touch: TouchCondition
    public var tickets: Tickets
    public var journal: Journal
    /// The hall's clock, ISO 8601 with Vietnam's offset.
    public var clock: String
    public var uptimeSeconds: Int
    /// What a technician should know, as keys of the string table.
    public var notices: [String]
}
