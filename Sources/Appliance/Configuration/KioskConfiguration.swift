public import CentralLink
public import ConfigurationFiles
public import Devices
public import KioskCore

/// The configuration of one kiosk, from its file.
public struct KioskConfiguration: Sendable {
    /// The kiosk's own name, `dispenser-1`.
    public var kiosk: String
    public var role: KioskRole
    public var site: SiteProfile
    /// Its location, for visitors who are sent there; `nil` if none shall be.
    public var place: Place?
    /// The ids of the centre's other dispensers, the nearest first; if empty, any of them is named.
    public var neighbours: [String] = []
    /// Signs the tokens on slips; at least 32 random bytes, the same for all kiosks of a site.
    public var siteKey: [UInt8]
    public var screen: ScreenSettings
    /// Holds `kiosk.sqlite`.
    public var stateDirectory: String
    /// The path that `kioskctl` connects to; `nil` switches it off.
    public var controlSocket: String?
    /// The link to the central system; `nil` if the kiosk stands alone.
    public var link: LinkConfiguration?
    /// `nil` for a kiosk without a printer.
    public var printer: PrinterSettings?
    /// The known scanners; others work by their USB class.
    public var scanners: [ScannerProfile]
    public var times: SessionTimes
    public var calendar: WorkingCalendar
    public var constants: LegalConstants
    public var technicianPIN: TechnicianPIN
    /// Hardware files that were left out, with their problems; the kiosk works without them.
    public var warnings: [ConfigurationFault] = []

    public init(
        kiosk: String, role: KioskRole, site: SiteProfile, siteKey: [UInt8], screen: ScreenSettings,
        stateDirectory: String, controlSocket: String? = nil, link: LinkConfiguration? = nil,
        printer: PrinterSettings? = nil, scanners: [ScannerProfile] = ScannerProfile.builtIn,
        times: SessionTimes = SessionTimes(),
        calendar: WorkingCalendar = .standard, constants: LegalConstants = LegalConstants(),
        technicianPIN: TechnicianPIN = .closed
    ) {
        self.kiosk = kiosk
        self.role = role
        self.site = site
        self.siteKey = siteKey
        self.screen = screen
        self.stateDirectory = stateDirectory
        self.controlSocket = controlSocket
        self.link = link
        self.printer = printer
        self.scanners = scanners
        self.times = times
        self.calendar = calendar
        self.constants = constants
        self.technicianPIN = technicianPIN
    }
}

/// The panel and its scale.
public struct ScreenSettings: Hashable, Sendable {
    public var display: DisplaySettings
    /// From the panel's data sheet; sizes of targets and letters follow from it.
    public var pixelsPerMillimetre: Double

    /// Where touches fall in the picture: six numbers, as libinput's `LIBINPUT_CALIBRATION_MATRIX`.
    public var calibration = Calibration.identity
    /// Whether the calibration stored at the kiosk could not be read (``CalibrationFile``).
    public var isSavedCalibrationDamaged = false
    /// Whether a mouse works like a finger, for development.
    public var allowsMouse = false

    public init(display: DisplaySettings = DisplaySettings(), pixelsPerMillimetre: Double = 4) {
        self.display = display
        self.pixelsPerMillimetre = pixelsPerMillimetre
    }
}

/// The CUPS queue that prints slips.
public struct PrinterSettings: Hashable, Sendable {
    public var server: CUPSServer
    public var queue: String
    public var profile: PrinterProfile

    public init(server: CUPSServer, queue: String, profile: PrinterProfile) {
        self.server = server
        self.queue = queue
        self.profile = profile
    }
}
