internal import GRDB
internal import KioskCore

/// What could be read of a damaged store.
struct Salvage {
    /// The last day tickets were issued on, `yyyyMMdd`; 0 when unknown.
    var lastDay = 0
    /// This kiosk's tickets of that day.
    var tickets: [Ticket] = []
    /// The highest ordinals of that day, by prefix.
    var highest: [String: Int] = [:]
    /// Whether nothing above `highest` can have been given out.
    var areNumbersCertain = false
    var issuedEver = 0
    /// The unsent events in order, as their exact text.
    var unsent: [(event: JournalEvent, text: String)] = []
    var unsentLost: Int?
    /// An overflow that was in force before.
    var overflow: (until: Int, suffix: String) = (0, "")

    /// Reads with SQL what SQL can still read, and finds the rest in the bytes of the wreck.
    init(of file: StoreFile, seal: TicketSeal) {
        let isLogWhole = file.isLogWhole
        // SQLite deletes the log of an empty file.
        let isReadable = file.length > 0 && ((try? readTables(of: file, seal: seal)) ?? false)
        guard !(isReadable && isLogWhole) else { return }
        areNumbersCertain = areNumbersCertain && isLogWhole
        if !isLogWhole { unsentLost = nil }
        merge(Wreckage(file: file, seal: seal))
    }

    /// Whether everything was read and everything fits together.
    private mutating func readTables(of file: StoreFile, seal: TicketSeal) throws -> Bool {
        var configuration = Configuration()
        configuration.readonly = true  // and so closing does not checkpoint into the evidence
        configuration.busyMode = .timeout(KioskStore.busyTimeout)
        let queue = try DatabaseQueue(path: file.path, configuration: configuration)
        defer { try? queue.close() }
        return try queue.read { db in
            let isJournalWhole = (try? readJournal(db)) ?? false
            let areTicketsWhole = (try? readNumbers(db, seal: seal)) ?? false
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
    private mutating func readNumbers(_ db: Database, seal: TicketSeal) throws -> Bool {
        guard let head = try db.row("SELECT last_day, issued, overflow_until, overflow_suffix FROM head")
        else {
            return false
        }
        lastDay = try head.value(0)
        issuedEver = try head.value(1)
        overflow = (try head.value(2), try head.value(3))
        for row in try db.rows("SELECT prefix, highest FROM series WHERE day = ?", [lastDay]) {
            highest[try row.value(0)] = try row.value(1)
        }
        var isWhole = true
        for row in try db.rows("SELECT \(TicketRow.columns), is_own FROM ticket WHERE day = ?", [lastDay]) {
            let ticket = try TicketRow.ticket(row)
            guard try row.value(13) else {
                isWhole = isWhole && ticket.number.ordinal <= highest[ticket.number.prefix, default: 0]
                continue
            }
            guard seal.vouches(for: ticket) else {
                isWhole = false
                continue
            }
            isWhole = isWhole && ticket.number.ordinal <= highest[ticket.number.prefix, default: 0]
            tickets.append(ticket)
        }
        let isInOrder = highest.values.allSatisfy { (0...Numbering.mostOrdinal).contains($0) }
        return isWhole && isInOrder
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
        tickets = byID.values.filter { $0.series.day == lastDay }
        highest = highest.filter { (0...Numbering.mostOrdinal).contains($0.value) }
        for ticket in tickets {
            highest[ticket.number.prefix] = max(
                highest[ticket.number.prefix, default: 0], ticket.number.ordinal)
        }
        issuedEver = max(issuedEver, tickets.count)
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
