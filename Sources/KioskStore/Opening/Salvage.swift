internal import CentralContract
internal import GRDB
internal import KioskCore

/// What could be read of a damaged store.
struct Salvage {
    /// The last day tickets were issued on, `yyyyMMdd`; 0 when unknown.
    var lastDay = 0
    /// This kiosk's tickets of that day, and of later ones when the clock leapt ahead.
    var tickets: [Ticket] = []
    /// The highest ordinals of those days.
    var highest: [SeriesKey: Int] = [:]
    /// Whether nothing above `highest` can have been given out.
    var areNumbersCertain = false
    var issuedEver = 0
    /// The unsent events in order, as their exact text.
    var unsent: [(event: JournalEvent, text: String)] = []
    var unsentLost: Int?
    /// An overflow that was in force before.
    var overflow = Overflow()

    /// What numbers are counted by.
    struct SeriesKey: Hashable {
        var day: Int
        var prefix: String
    }

    /// Reads with SQL what SQL can still read, and finds the rest in the bytes of the wreck.
    init(of file: StoreFile, seal: TicketSeal, now: Timestamp) {
        let isLogWhole = file.isLogWhole
        // SQLite deletes the log of an empty file.
        let isReadable =
            file.length > 0 && ((try? readTables(of: file, seal: seal, today: now.date.number)) ?? false)
        guard !(isReadable && isLogWhole) else { return }
        areNumbersCertain = areNumbersCertain && isLogWhole
        if !isLogWhole { unsentLost = nil }
        merge(Wreckage(file: file, seal: seal, today: now.date.number))
    }

    /// Whether everything was read and everything fits together.
    private mutating func readTables(of file: StoreFile, seal: TicketSeal, today: Int) throws -> Bool {
        var configuration = Configuration()
        configuration.readonly = true  // and so closing does not checkpoint into the evidence
        configuration.busyMode = .timeout(KioskStore.busyTimeout)
        let queue = try DatabaseQueue(path: file.path, configuration: configuration)
        defer { try? queue.close() }
        return try queue.read { db in
            let isJournalWhole = (try? readJournal(db)) ?? false
            let areTicketsWhole = (try? readNumbers(db, seal: seal, today: today)) ?? false
            areNumbersCertain = areTicketsWhole
            return isJournalWhole && areTicketsWhole
        }
    }

    /// Takes unsent entries one by one, because a damaged page takes only its own entries with it.
    private mutating func readJournal(_ db: Database) throws -> Bool {
        let head = try JournalHead(db)
        var lost = 0
        var sequence = head.acknowledged + 1
        // A flipped byte in the head must not make us count to the end of time.
        let last = min(head.sequence, head.acknowledged + 1_000_000)
        while sequence <= last {
            let row = try? db.row("SELECT \(Journal.columns) FROM journal WHERE sequence = ?", [sequence])
            if let row, let entry = try? Journal.entry(row), JournalChain.holds(entry),
                let event = try? JSONText.decode(JournalEvent.self, from: entry.event)
            {
                unsent.append((event, entry.event))
            } else {
                lost += 1
            }
            sequence += 1
        }
        unsentLost = lost
        return lost == 0
    }

    /// Numbers are believed when two tables that were written separately agree about them.
    private mutating func readNumbers(_ db: Database, seal: TicketSeal, today: Int) throws -> Bool {
        guard let head = try db.row("SELECT last_day, issued FROM head") else { return false }
        let stored: Int = try head.value(0)
        let isDayPlausible = stored == 0 || (CivilDate(number: stored) != nil && stored <= today)
        lastDay = isDayPlausible ? stored : 0
        issuedEver = try head.value(1)
        overflow = try Overflow(db)
        for row in try db.rows("SELECT day, prefix, highest FROM series WHERE day >= ?", [lastDay]) {
            highest[SeriesKey(day: try row.value(0), prefix: try row.value(1))] = try row.value(2)
        }
        var isWhole = isDayPlausible && highest.values.allSatisfy { (0...Numbering.mostOrdinal).contains($0) }
        for row in try db.rows("SELECT \(TicketRow.columns), is_own FROM ticket WHERE day >= ?", [lastDay]) {
            let ticket = try TicketRow.ticket(row)
            let isOwn: Bool = try row.value(13)
            let isGenuine = !isOwn || seal.vouches(for: ticket)
            isWhole = isWhole && isGenuine && ticket.number.ordinal <= highest[ticket.seriesKey, default: 0]
            if isOwn && isGenuine { tickets.append(ticket) }
        }
        return isWhole
    }

    /// Adds what the bytes still held; an event that both know counts once.
    private mutating func merge(_ wreck: Wreckage) {
        if unsentLost != 0 {
            let known = Set(unsent.map(\.event.id))
            unsent += wreck.events.filter { !known.contains($0.event.id) }
            unsent.sort { $0.event.at < $1.event.at }
            unsentLost = nil
        }
        lastDay = max(lastDay, wreck.lastDay)
        var byID = Dictionary(wreck.tickets.map { ($0.id, $0) }) { first, _ in first }
        for ticket in tickets { byID[ticket.id] = ticket }
        tickets = byID.values.filter { $0.series.day >= lastDay }
        highest = highest.filter { (0...Numbering.mostOrdinal).contains($0.value) }
        for ticket in tickets {
            highest[ticket.seriesKey] = max(highest[ticket.seriesKey, default: 0], ticket.number.ordinal)
        }
        issuedEver = max(issuedEver, tickets.count)
    }
}

extension Ticket {
    fileprivate var seriesKey: Salvage.SeriesKey {
        Salvage.SeriesKey(day: series.day, prefix: number.prefix)
    }
}

extension TicketSeal {
    /// Whether a ticket read from a damaged file is the one that was stored.
    func vouches(for ticket: Ticket) -> Bool {
        guard
            let site = ticket.token.split(separator: ":", omittingEmptySubsequences: false).dropFirst().first
        else {
            return false
        }
        return ticket.token == token(site: String(site), day: ticket.series.day, number: ticket.number).text
    }
}
