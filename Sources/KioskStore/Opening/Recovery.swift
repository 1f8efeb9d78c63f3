internal import CentralContract
internal import GRDB
internal import KioskCore

/// What can still be read of a corrupt store.
struct Recovery {
    /// The last day tickets were issued on, `yyyyMMdd`; 0 when unknown.
    var lastDay = 0
    /// This kiosk's tickets of that day, and of later days if the clock was ahead.
    var tickets: [Ticket] = []
    /// The highest ordinals of those days.
    var highest: [SeriesKey: Int] = [:]
    /// Whether nothing above `highest` can have been given out.
    var areNumbersCertain = false
    var issuedEver = 0
    /// The events that the centre has not acknowledged, in order, with their exact text.
    var unsent: [(event: JournalEvent, text: String)] = []
    var unsentLost: Int?
    /// An overflow that was in force before.
    var overflow = Overflow()

    struct SeriesKey: Hashable {
        var day: Int
        var prefix: String
    }

    /// Reads with SQL what SQL can still read, and the rest from the raw pages.
    init(of file: StoreFile, seal: TicketSeal, now: Timestamp) {
        let isLogWhole = file.isLogWhole
        // SQLite deletes the log of an empty file.
        let isReadable =
            file.length > 0 && ((try? readTables(of: file, seal: seal, today: now.date.number)) ?? false)
        guard !(isReadable && isLogWhole) else { return }
        areNumbersCertain = areNumbersCertain && isLogWhole
        if !isLogWhole { unsentLost = nil }
        merge(RawPageScanner(file: file, seal: seal, today: now.date.number))
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

    /// Reads unsent entries one by one, because a corrupt page loses only its own entries.
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

    /// Numbers are certain if the two tables that were written separately agree about them.
    private mutating func readNumbers(_ db: Database, seal: TicketSeal, today: Int) throws -> Bool {
        guard let head = try db.row("SELECT last_day, issued, overflow_until, overflow_letter FROM head")
        else { return false }
        let stored: Int = try head.value(0)
        let isDayPlausible = stored == 0 || (CivilDate(number: stored) != nil && stored <= today)
        lastDay = isDayPlausible ? stored : 0
        issuedEver = try head.value(1)
        overflow = Overflow(until: try head.value(2), letter: try head.value(3))
        for row in try db.rows("SELECT day, prefix, highest FROM series WHERE day >= ?", [lastDay]) {
            highest[SeriesKey(day: try row.value(0), prefix: try row.value(1))] = try row.value(2)
        }
        var isWhole = isDayPlausible && highest.values.allSatisfy { (0...Numbering.maxOrdinal).contains($0) }
        for row in try db.rows("SELECT \(TicketRow.columns), is_own FROM ticket WHERE day >= ?", [lastDay]) {
            let ticket = try TicketRow.ticket(row)
            let isOwn: Bool = try row.value(13)
            let isGenuine = !isOwn || seal.verify(ticket)
            isWhole = isWhole && isGenuine && ticket.number.ordinal <= highest[ticket.seriesKey, default: 0]
            if isOwn && isGenuine { tickets.append(ticket) }
        }
        return isWhole
    }

    /// Adds what the raw pages contain; an event that was read both ways counts once.
    private mutating func merge(_ raw: RawPageScanner) {
        if unsentLost != 0 {
            let known = Set(unsent.map(\.event.id))
            unsent += raw.events.filter { !known.contains($0.event.id) }
            unsent.sort { $0.event.at < $1.event.at }
            unsentLost = nil
        }
        lastDay = max(lastDay, raw.lastDay)
        var byID = Dictionary(raw.tickets.map { ($0.id, $0) }) { first, _ in first }
        for ticket in tickets { byID[ticket.id] = ticket }
        tickets = byID.values.filter { $0.series.day >= lastDay }
        highest = highest.filter { (0...Numbering.maxOrdinal).contains($0.value) }
        for ticket in tickets {
            highest[ticket.seriesKey] = max(highest[ticket.seriesKey, default: 0], ticket.number.ordinal)
        }
        issuedEver = max(issuedEver, tickets.count)
    }

    /// Writes what was read into a new store: same event ids, new sequence numbers and hashes.
    func carryOver(into db: Database) throws {
        for ticket in tickets { try TicketRow.insert(ticket, isOwn: true, into: db) }
        for (key, ordinal) in highest {
            try Numbering.reserve(QueueNumber(prefix: key.prefix, ordinal: ordinal), day: key.day, in: db)
        }
        var head = try Head(db)
        for (event, text) in unsent {
            try Journal.append(text: text, day: event.at.date.number, after: &head, to: db)
        }
        head.lastDay = lastDay
        head.issued = issuedEver
        head.overflow = overflow
        try head.write(to: db)
    }
}

extension Ticket {
    fileprivate var seriesKey: Recovery.SeriesKey {
        Recovery.SeriesKey(day: series.day, prefix: number.prefix)
    }
}

extension TicketSeal {
    /// Whether a ticket that was read from a corrupt file is the one that was stored: its token is one of
    /// this key.
    func verify(_ ticket: Ticket) -> Bool {
        guard
            let site = ticket.token.split(separator: ":", omittingEmptySubsequences: false).dropFirst().first
        else {
            return false
        }
        return ticket.token == token(site: String(site), day: ticket.series.day, number: ticket.number).text
    }
}
