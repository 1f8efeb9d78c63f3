import Appliance
import CentralContract
import Crypto
import Foundation
import GRDB
import KioskCore

/// What must always hold at a kiosk, checked after every event; each rule is a method.
///
/// It reads what a visitor sees (the screen, the paper) and what survives (the file, the centre), never the
/// kiosk's own variables.
struct Inspector {
    private var database: DatabaseQueue?
    private var journal = ""
    private var sequence: Int64 = 0
    private var hash = JournalEntry.genesis
    private(set) var pending: Int64 = 0

    /// Every ticket that was ever stored, by id, and by the number that is called.
    private(set) var tickets: [String: Ticket] = [:]
    private var numbers: [String: String] = [:]
    private var called: Set<String> = []
    private(set) var newTickets: [Ticket] = []
    private(set) var events: Set<String> = []
    private var originals: Set<String> = []
    private(set) var slipCount = 0

    /// Longer than any screen stays without a touch: a slip that is not printed, its time, the warning, some
    /// margin.
    static let patience = Duration.seconds(240)

    // MARK: The store

    mutating func open(_ path: String) {
        close()
        var configuration = Configuration()
        configuration.readonly = true
        configuration.busyMode = .timeout(2)
        guard FileManager.default.fileExists(atPath: path) else { return }
        database = try? DatabaseQueue(path: path, configuration: configuration)
    }

    mutating func close() {
        try? database?.close()
        database = nil
    }

    var isOpen: Bool { database != nil }

    /// Reads what the journal got since it was last read.
    mutating func readJournal() throws {
        newTickets = []
        guard let database else { return }
        let seen = sequence
        let known = journal
        let (name, acknowledged, last, rows) = try database.read { db in
            guard
                let head = try Row.fetchOne(
                    db.cachedStatement(sql: "SELECT journal, acknowledged, sequence FROM head"))
            else { throw Violation(rule: "the journal has a head", detail: "it has none") }
            let name: String = head[0]
            let acknowledged: Int64 = head[1]
            let last: Int64 = head[2]
            let from = name == known ? seen : 0
            guard last != from || name != known else { return (name, acknowledged, last, [Row]()) }
            let rows = try Row.fetchAll(
                db.cachedStatement(
                    sql: """
                        SELECT sequence, event, previous_hash, hash FROM journal WHERE sequence > ?
                        ORDER BY sequence
                        """), arguments: [from])
            return (name, acknowledged, last, rows)
        }
        pending = last - acknowledged
        if name != known {
            journal = name
            sequence = 0
            hash = JournalEntry.genesis
        }
        for row in rows {
            try take(
                JournalEntry(sequence: row[0], event: row[1], previousHash: row[2], hash: row[3]))
        }
        guard sequence == last else {
            throw Violation(
                rule: "nothing that was stored is lost",
                detail: "the journal ends at \(last), not \(sequence)")
        }
    }

    private mutating func take(_ entry: JournalEntry) throws {
        try checkChain(entry)
        guard let event = try? JSONDecoder().decode(JournalEvent.self, from: Data(entry.event.utf8)) else {
            throw Violation(rule: "the chain is intact", detail: "entry \(entry.sequence) cannot be read")
        }
        try checkPrivacy(entry)
        events.insert(event.id)
        if let ticket = event.ticket { try checkNumber(ticket) }
    }

    private mutating func checkChain(_ entry: JournalEntry) throws {
        let text = JournalEntry.hashedText(
            previousHash: entry.previousHash, sequence: entry.sequence, event: entry.event)
        let digest = SHA256.hash(data: Array(text.utf8)).map { $0 }.hexadecimal
        guard entry.sequence == sequence + 1, entry.previousHash == hash, entry.hash == digest else {
            throw Violation(rule: "the chain is intact", detail: "entry \(entry.sequence) does not follow")
        }
        (sequence, hash) = (entry.sequence, entry.hash)
    }

    private func checkPrivacy(_ entry: JournalEntry) throws {
        guard !entry.event.contains("-251120-"), !entry.event.contains("079012345") else {
            throw Violation(
                rule: "nothing that visitors ask for is journaled", detail: "entry \(entry.sequence)")
        }
    }

    private mutating func checkNumber(_ ticket: Ticket) throws {
        let number = "\(ticket.series.day) \(ticket.number)"
        // The same event may come again in a new journal.
        if let known = tickets[ticket.id] {
            guard known.number == ticket.number, known.series == ticket.series else {
                throw Violation(
                    rule: "a touch gets one number", detail: "\(ticket.id): \(known.number), \(ticket.number)"
                )
            }
            return
        }
        if let other = numbers[number] {
            throw Violation(
                rule: "no number is given twice in a day", detail: "\(number) to \(other) and to \(ticket.id)"
            )
        }
        tickets[ticket.id] = ticket
        numbers[number] = ticket.id
        called.insert("\(ticket.number)")
        newTickets.append(ticket)
    }

    // MARK: The paper

    mutating func check(_ slips: [SlipMark]) throws {
        for slip in slips {
            slipCount += 1
            guard numbers[slip.number] == slip.ticket else {
                throw Violation(rule: "nothing is printed that is not stored", detail: slip.number)
            }
            guard !slip.isReprint else { continue }
            guard originals.insert(slip.ticket).inserted else {
                throw Violation(
                    rule: "a slip comes out once, or is marked IN LẠI", detail: slip.number)
            }
        }
    }

    // MARK: The screen

    /// - Parameter quiet: How long nobody has touched the kiosk or shown it a code.
    func check(_ screen: ScreenDescription, quiet: Duration) throws {
        guard screen.nodes.contains(where: { $0.role != "image" && !$0.label.isEmpty }) else {
            throw Violation(rule: "no screen is empty", detail: screen.screen)
        }
        try checkNumberShown(screen)
        guard quiet > Self.patience else { return }
        guard screen.screen == "home" else {
            throw Violation(
                rule: "every screen ends by itself", detail: "\(screen.screen) stands since \(quiet)")
        }
        guard screen.mode == "standard", screen.language == "vi" else {
            throw Violation(
                rule: "nothing of a visit stays", detail: "\(screen.language), \(screen.mode) at home")
        }
    }

    /// A number that a visitor reads is in the queue.
    private func checkNumberShown(_ screen: ScreenDescription) throws {
        guard ["ticket-taken", "ticket-unprinted"].contains(screen.screen) else { return }
        let shown = screen.nodes.first { node in
            let letters = node.label.prefix { $0.isLetter }
            let digits = node.label.dropFirst(letters.count)
            return (1...4).contains(letters.count) && digits.count >= 3 && digits.allSatisfy(\.isNumber)
        }
        guard let shown else {
            throw Violation(rule: "a taken number is shown", detail: screen.screen)
        }
        guard called.contains(shown.label) else {
            throw Violation(rule: "nothing is shown that is not stored", detail: shown.label)
        }
    }

    /// The first sight of the keypad in a visit.
    func checkFreshKeypad(_ screen: ScreenDescription) throws {
        let typed = screen.nodes.first { $0.role == "input" }?.value ?? ""
        guard typed.isEmpty || typed == "\(Catalogue.site.agencyPrefix)-" else {
            throw Violation(rule: "nothing of a visit stays", detail: "the keypad holds \(typed)")
        }
    }

    // MARK: The evening

    /// With the link up and time to use it.
    func checkEvening(_ centre: ScriptedCentre, today: [Ticket]) throws {
        guard pending == 0 else {
            throw Violation(rule: "the journal reaches the centre", detail: "\(pending) entries are left")
        }
        for ticket in today where try !centre.holds(ticket: ticket.id) {
            throw Violation(rule: "every ticket is at the centre once", detail: "\(ticket.number) is missing")
        }
        let (held, counted) = (try centre.ticketCount(), try centre.eventCount())
        guard held == tickets.count else {
            throw Violation(
                rule: "every ticket is at the centre once", detail: "\(held) there, \(tickets.count) here")
        }
        guard counted == events.count else {
            throw Violation(
                rule: "every event is counted once", detail: "\(counted) there, \(events.count) here")
        }
    }
}
