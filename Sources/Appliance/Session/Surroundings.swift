import KioskCore
import LookupScreen
import QueueTicket

/// What the screens say about the kiosk and the hall; replaced whenever something changed.
struct Surroundings: Hashable, Sendable {
    var site: SiteProfile
    var kiosk: String
    var hall: Hall
    var serving: [String: QueueNumber] = [:]
    var calendar: WorkingCalendar
    var link: LinkState?
    /// How much of a first synchronisation is done, while one runs that takes long (V-01).
    var syncPercent: Int?
    var printer: PrinterCondition?
    var scanner: ScannerCondition = .disconnected
    var tickets = KioskStatus.Tickets(issued: 0, confirmed: 0, failed: 0)
    var journal = KioskStatus.Journal(pending: 0, acknowledged: 0)
    var hasStore = true
    var hasPIN = false
    var notices: [Notice] = []

    var lookup: LookupSurroundings {
        LookupSurroundings(
            site: site, isOnline: link != .offline, hasScanner: scanner == .connected, fields: hall.fields,
            serving: serving, calendar: calendar)
    }
}

/// What a technician should know; the words are in the table under `notice.`.
enum Notice: String, CaseIterable, Hashable, Sendable {
    case storeReplaced, numbersUncertain, journalLost, clockBack, clockWrong, storeFull
    case calibrationDamaged, calibrationUnkept
}
