public import KioskCore

/// What the screens say about the kiosk and its hall; replaced whenever something changed.
public struct AppState: Hashable, Sendable {
    public var site: SiteProfile
    public var kiosk: String
    public var version: String
    public var calendar: WorkingCalendar
    public var store: StoreState = .opening
    public var hall = Hall()
    /// Whether numbers can be had now, by the calendar.
    public var openness: Openness = .open
    /// Where a dispenser prints while this one does not.
    public var alternative: Place?
    /// The store finds no free space: no number can be promised now.
    public var isDiskFull = false
    /// `nil` if the kiosk stands alone.
    public var link: LinkState?
    /// How much of a first synchronisation is done, while one runs that takes long (V-01).
    public var syncPercent: Int?
    /// `nil` if the kiosk prints no slips.
    public var printer: PrinterCondition?
    /// How long the paper lasts; `nil` before that is known.
    public var paper: PaperForecast?
    public var scanner: ScannerCondition = .disconnected
    public var touch: TouchCondition = .connected
    public var tickets = TicketTotals(issued: 0, confirmed: 0, failed: 0)
    public var journal = JournalTotals(pending: 0, acknowledged: 0)
    public var hasPIN = false
    public var notices: [Notice] = []

    public init(
        site: SiteProfile, kiosk: String, version: String, calendar: WorkingCalendar, link: LinkState? = nil,
        printer: PrinterCondition? = nil
    ) {
        self.site = site
        self.kiosk = kiosk
        self.version = version
        self.calendar = calendar
        self.link = link
        self.printer = printer
    }

    public var isOnline: Bool { link != .offline }
    public var hasScanner: Bool { scanner == .connected }

    /// Whether a slip would come out now, as far as is known.
    public var canPrint: Bool { printer?.canPrint ?? true }

    /// Where a visitor gets a number while this kiosk prints none: the nearest dispenser that works.
    ///
    /// Without a link nobody knows how the others are, so nobody is sent there.
    /// - Parameter neighbours: ids of dispensers, the nearest first; when there are none, any will do.
    public func nearestDispenser(in neighbours: [String]) -> Place? {
        guard !canPrint, link == .online else { return nil }
        let working = hall.dispensers.filter { $0.works && $0.kiosk != kiosk }
        let ids = neighbours.isEmpty ? working.map(\.kiosk) : neighbours
        return ids.lazy.compactMap { id in working.first { $0.kiosk == id }?.report.place }.first
    }
}

/// Whether what must survive can be read and written.
public enum StoreState: Hashable, Sendable {
    /// The kiosk starts; the first picture is shown before the store is opened.
    case opening
    case open
    /// It cannot be opened: the kiosk serves nobody.
    case failed
}

/// Whether numbers are given now.
public enum Openness: Hashable, Sendable {
    case open
    /// Closed until then, if the calendar knows.
    case closed(until: Timestamp?)
}

/// The hall as the store knows it: fields, who waits, who is called.
public struct Hall: Hashable, Sendable {
    public var fields: [ServiceField]
    /// How many wait, by field id.
    public var waiting: [String: Int]
    /// The expected wait of somebody who takes a number now, by field id.
    public var waits: [String: MinuteRange]
    public var serving: [CalledNumber]
    /// The centre's dispensers, as it last described them.
    public var dispensers: [DispenserState]

    public init(
        fields: [ServiceField] = [], waiting: [String: Int] = [:], waits: [String: MinuteRange] = [:],
        serving: [CalledNumber] = [], dispensers: [DispenserState] = []
    ) {
        self.fields = fields
        self.waiting = waiting
        self.waits = waits
        self.serving = serving
        self.dispensers = dispensers
    }

    /// The counter groups in the catalogue's order; a number is two touches away.
    public var groups: [String] {
        var seen: Set<String> = []
        return fields.map(\.group).filter { seen.insert($0).inserted }
    }

    public func fields(of group: String) -> [ServiceField] { fields.filter { $0.group == group } }

    /// The number that a counter called last; `nil` if it called none.
    public func number(at counter: String) -> QueueNumber? { serving.first { $0.counter == counter }?.number }
}

/// A number that a counter called last.
public struct CalledNumber: Hashable, Sendable {
    public var number: QueueNumber
    public var counter: String

    public init(number: QueueNumber, counter: String) {
        self.number = number
        self.counter = counter
    }
}

/// How many tickets this kiosk has issued, and how their paper went.
public struct TicketTotals: Hashable, Codable, Sendable {
    /// Issued at this kiosk, ever.
    public var issued: Int
    /// Of those that are still kept: out on paper, as the printer confirmed it; and without paper.
    public var confirmed: Int
    public var failed: Int

    public init(issued: Int, confirmed: Int, failed: Int) {
        self.issued = issued
        self.confirmed = confirmed
        self.failed = failed
    }
}

/// How far the journal has been handed over.
public struct JournalTotals: Hashable, Codable, Sendable {
    /// Entries that the centre has not acknowledged.
    public var pending: Int
    /// The last sequence it did.
    public var acknowledged: Int64

    public init(pending: Int, acknowledged: Int64) {
        self.pending = pending
        self.acknowledged = acknowledged
    }
}

/// The touch panel, as calibration needs to know it.
public struct TouchPanelState: Hashable, Sendable {
    public var picture: PixelSize
    public var pixelsPerMillimetre: Double
    public var rotation: Rotation
    /// The calibration in force.
    public var calibration: Calibration
    /// Whether touches come from a panel that takes a calibration.
    public var canCalibrate: Bool

    public init(
        picture: PixelSize, pixelsPerMillimetre: Double, rotation: Rotation, calibration: Calibration,
        canCalibrate: Bool
    ) {
        self.picture = picture
        self.pixelsPerMillimetre = pixelsPerMillimetre
        self.rotation = rotation
        self.calibration = calibration
        self.canCalibrate = canCalibrate
    }
}

/// A scan as features see it: what it was, and, only where it was asked for, what it said.
public struct ScanReading: Hashable, Sendable {
    public var payload: Payload
    public var facts: ScanFacts
    public var content: String?

    public init(payload: Payload, facts: ScanFacts, content: String? = nil) {
        self.payload = payload
        self.facts = facts
        self.content = content
    }
}

/// What a scan was, without what it said.
public struct ScanFacts: Hashable, Sendable, Codable {
    /// What the kiosk takes it for: `dossier-code`, `citizen-card`, `unknown`.
    public var kind: String
    /// As the scanner tells it, such as `]Q1`; `nil` if it does not.
    public var symbology: String?
    /// In bytes.
    public var length: Int
    /// Which scanner read it.
    public var scanner: String?

    public init(kind: String, symbology: String? = nil, length: Int, scanner: String? = nil) {
        self.kind = kind
        self.symbology = symbology
        self.length = length
        self.scanner = scanner
    }
}

/// What a technician should know; the words are in the table under `notice.`.
public enum Notice: String, CaseIterable, Hashable, Sendable {
    case storeReplaced, numbersUncertain, journalLost, clockBack, clockWrong, storeFull
    case calibrationDamaged, calibrationUnkept
}
