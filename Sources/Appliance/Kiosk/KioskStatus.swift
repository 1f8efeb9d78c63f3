public import KioskCore
public import KioskFrame

/// What a kiosk reports of itself to technicians and to the dev dock.
public struct KioskStatus: Hashable, Codable, Sendable {
    public static let version = "0.1.0"

    public var kiosk: String
    public var role: KioskRole
    public var version: String
    /// The name of the screen that is shown.
    public var screen: String
    /// `nil` if the kiosk stands alone.
    public var link: LinkState?
    public var printer: PrinterCondition?
    /// How long the paper lasts; `nil` before that is known.
    public var paper: PaperForecast?
    public var scanner: ScannerCondition
    public var touch: TouchCondition
    public var tickets: TicketTotals
    public var journal: JournalTotals
    /// The hall's clock, ISO 8601 with Vietnam's offset.
    public var clock: String
    public var uptimeSeconds: Int
    /// What a technician should know, as keys of the string table.
    public var notices: [String]
}
