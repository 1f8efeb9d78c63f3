import KioskCore
import KioskStore
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
    /// How long the paper lasts; nothing before that is known.
    var paper: PaperForecast?
    /// The centre's dispensers, as it last told of them.
    var dispensers: [DispenserState] = []
    var scanner: ScannerCondition = .disconnected
    var touch: TouchCondition = .connected
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

    /// Where a visitor gets a number while this kiosk prints none: the nearest dispenser that works.
    ///
    /// Without a link nobody knows how the others are, so nobody is sent there.
    /// - Parameter neighbours: ids of dispensers, the nearest first; when there are none, any will do.
    func alternative(to kiosk: String, in neighbours: [String]) -> Place? {
        guard let printer, !printer.canPrint, link == .online else { return nil }
        let working = dispensers.filter { $0.works && $0.kiosk != kiosk }
        let ids = neighbours.isEmpty ? working.map(\.kiosk) : neighbours
        return ids.lazy.compactMap { id in working.first { $0.kiosk == id }?.report.place }.first
    }
}

/// What a technician should know; the words are in the table under `notice.`.
enum Notice: String, CaseIterable, Hashable, Sendable {
    case storeReplaced, numbersUncertain, journalLost, clockBack, clockWrong, storeFull
    case calibrationDamaged, calibrationUnkept

    init(_ notice: LedgerNotice) {
        self =
            switch notice {
            case .diskFull: .storeFull
            case .storeReplaced: .storeReplaced
            case .numbersUncertain: .numbersUncertain
            case .journalLost: .journalLost
            case .clockWrong: .clockWrong
            }
    }
}
