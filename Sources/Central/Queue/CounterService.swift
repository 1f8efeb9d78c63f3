import CentralContract
import GRDB
import KioskCore

/// The queue as the counters work with it: who is waiting, called, served.
///
/// Every function must run in one transaction: with SQLite's single writer, two counters that call at the
/// same time never get the same ticket.
struct CounterService {
    let now: Timestamp
    var order = CallingOrder()

    private var today: Int { now.date.number }

    /// All counters that the catalogue names, by number and then by name.
    func counters(in db: Database) throws -> [Counter] {
        let fields = try fields(in: db)
        let busy = try busyTickets(in: db)
        let ids = Set(fields.flatMap(\.counters)).sorted { ($0.utf8.count, $0) < ($1.utf8.count, $1) }
        return ids.map { id in
            Counter(
                id: id, fields: fields.filter { $0.counters.contains(id) }.map(\.id),
                current: busy[id].map(WaitingTicket.init))
        }
    }

    /// Everything that the console of a counter shows.
    func overview(of counter: String, in db: Database) throws -> CounterOverview {
        let fields = try fields(in: db)
        try check(counter, fields)
        let waiting = try waiting(for: counter, fields, in: db)
        let busy = try busyTickets(in: db)
        let byField = Dictionary(grouping: waiting, by: \.series.field)
        let own = served(by: counter, fields)
        var rows = own.map { field in
            CounterOverview.Field(
                id: field.id, name: field.name, englishName: field.englishName,
                waiting: CounterOverview.listed(byField[field.id] ?? []))
        }
        let unserved = waiting.filter { ticket in !own.contains { $0.id == ticket.series.field } }
        if !unserved.isEmpty {
            rows.append(CounterOverview.Field(id: "", name: "", waiting: CounterOverview.listed(unserved)))
        }
        let next = try choose(for: counter, fields, in: db)
        return CounterOverview(
            cursor: try FeedLog.head(in: db), now: now, counter: counter, waitingCount: waiting.count,
            next: next.map { WaitingTicket($0.ticket) }, reason: next?.reason.rawValue,
            current: busy[counter].map(WaitingTicket.init), fields: rows,
            others: busy.values.filter { $0.counter != counter }.sorted {
                $0.counter ?? "" < $1.counter ?? ""
            }
            .map { CounterOverview.Other(counter: $0.counter ?? "", number: $0.number.description) })
    }

    /// Calls the next ticket; the counter must be free.
    func callNext(at counter: String, in db: Database) throws -> Ticket {
        let fields = try fields(in: db)
        try check(counter, fields)
        if let current = try busyTickets(in: db)[counter] {
            throw Self.conflict("\(current.number) is still at this counter: say done or no-show first.")
        }
        guard let call = try choose(for: counter, fields, in: db) else {
            throw Self.conflict("Nobody is waiting.")
        }
        return try TicketTable.move(call.ticket, to: .called, counter: counter, at: now, in: db)
    }

    /// Calls again, or ends a call; with `id`, a late press has no effect on the ticket after it.
    func perform(_ action: CounterAction, on id: String, at counter: String, in db: Database) throws -> Ticket
    {
        try check(counter, try fields(in: db))
        guard let current = try busyTickets(in: db)[counter], current.id == id else {
            throw Self.conflict("This ticket is not at this counter.")
        }
        return try TicketTable.move(current, to: action.state, counter: counter, at: now, in: db)
    }

    // MARK: -

    private func fields(in db: Database) throws -> [ServiceField] {
        try FeedLog.values(.field, in: db).values
            .map { try StoredJSON.value(ServiceField.self, $0) }
            .sorted { ($0.order, $0.id) < ($1.order, $1.id) }
    }

    private func check(_ counter: String, _ fields: [ServiceField]) throws {
        guard fields.contains(where: { $0.counters.contains(counter) }) else {
            throw Problem(title: "There is no such counter", status: 404)
        }
    }

    private func served(by counter: String, _ fields: [ServiceField]) -> [ServiceField] {
        fields.filter { $0.counters.contains(counter) }
    }

    private func waiting(for counter: String, _ fields: [ServiceField], in db: Database) throws -> [Ticket] {
        let own = Set(served(by: counter, fields).map(\.id))
        let known = Set(fields.filter { !$0.counters.isEmpty }.map(\.id))
        // A field that no counter serves any more can be called from every counter: no visitor is forgotten.
        return try TicketTable.tickets(on: today, in: [.waiting], in: db)
            .filter { own.contains($0.series.field) || !known.contains($0.series.field) }
    }

    private func choose(for counter: String, _ fields: [ServiceField], in db: Database) throws -> CallingOrder
        .Call?
    {
        let own = Set(served(by: counter, fields).map(\.id))
        let latest = try Row.fetchAll(
            db,
            sql: """
                SELECT field, is_priority FROM ticket WHERE day = ? AND called_at IS NOT NULL
                ORDER BY called_at DESC LIMIT 50
                """, arguments: [today])
        let run = latest.filter { own.contains($0["field"]) }.prefix { $0["is_priority"] }.count
        return order.next(among: try waiting(for: counter, fields, in: db), priorityRun: run, at: now)
    }

    /// Today's tickets that are at a counter, by the counter.
    private func busyTickets(in db: Database) throws -> [String: Ticket] {
        let tickets = try TicketTable.tickets(on: today, in: [.called, .serving], in: db)
        return Dictionary(tickets.map { ($0.counter ?? "", $0) }) { first, _ in first }
    }

    private static func conflict(_ detail: String) -> Problem {
        Problem(title: "The queue does not allow this now", status: 409, detail: detail)
    }
}

/// What staff can do with the ticket at their counter.
enum CounterAction: String, CaseIterable {
    case recall
    case noShow = "no-show"
    case done

    var state: TicketState {
        switch self {
        case .recall: .called
        case .noShow: .noShow
        case .done: .served
        }
    }
}
