import KioskCore
import Testing

@Suite struct CallingOrderTests {
    private let order = CallingOrder(priorityHeadStart: 30, ordinaryWaitLimit: 60, maxConsecutivePriority: 2)
    private let opening = at(day(2026, 3, 2), 7, 0)

    private func ticket(_ ordinal: Int, minute: Int, priority: Bool = false) -> Ticket {
        Ticket(
            id: "t\(ordinal)", series: Series(field: "ho-tich", day: opening.date),
            number: QueueNumber(prefix: "A", ordinal: ordinal), token: "",
            issuedAt: opening.advanced(bySeconds: Int64(minute) * 60), isPriority: priority)
    }

    private func call(_ tickets: [Ticket], run: Int = 0, minute: Int) -> String? {
        order.next(among: tickets, priorityRun: run, at: opening.advanced(bySeconds: Int64(minute) * 60))
            .map { "\($0.ticket.number) \($0.reason)" }
    }

    @Test func `without priority the first to come is the first to be called`() {
        #expect(call([ticket(2, minute: 1), ticket(1, minute: 0)], minute: 5) == "A001 longestWait")
        #expect(call([], minute: 5) == nil)
    }

    @Test func `priority goes before those who came up to half an hour earlier`() {
        let ordinary = ticket(1, minute: 0)
        #expect(call([ordinary, ticket(2, minute: 29, priority: true)], minute: 29) == "A002 priority")
        #expect(call([ordinary, ticket(2, minute: 30, priority: true)], minute: 30) == "A001 longestWait")
    }

    @Test func `after two calls with priority it is an ordinary ticket's turn`() {
        let tickets = [ticket(1, minute: 0), ticket(2, minute: 5, priority: true)]
        #expect(call(tickets, run: 1, minute: 6) == "A002 priority")
        #expect(call(tickets, run: 2, minute: 6) == "A001 ordinaryTurn")
    }

    @Test func `nobody overtakes a ticket that waited an hour`() {
        let tickets = [ticket(1, minute: 0), ticket(2, minute: 10, priority: true)]
        #expect(call(tickets, minute: 59) == "A002 priority")
        #expect(call(tickets, minute: 60) == "A001 waitedTooLong")
        let earlier = [ticket(1, minute: 0, priority: true), ticket(2, minute: 1)]
        #expect(call(earlier, run: 2, minute: 90) == "A001 longestWait")
    }

    @Test func `only waiting tickets are called`() {
        var served = ticket(1, minute: 0)
        served.state = .served
        #expect(call([served, ticket(2, minute: 3)], minute: 4) == "A002 longestWait")
        #expect(call([served], minute: 4) == nil)
    }

    @Test func `the order does not depend on how the tickets are listed`() {
        var generator = SeededGenerator(seed: 8)
        var tickets = (1...40).map { ticket($0, minute: $0 / 4, priority: $0.isMultiple(of: 3)) }
        let first = call(tickets, run: 1, minute: 12)
        for _ in 0..<50 {
            tickets.shuffle(using: &generator)
            #expect(call(tickets, run: 1, minute: 12) == first)
        }
    }

    @Test(arguments: 1...20)
    func `an ordinary ticket is overtaken twice per person before it at most`(seed: Int) {
        var generator = SeededGenerator(seed: UInt64(seed))
        var waiting: [Ticket] = []
        var overtaken: [String: Int] = [:]
        var ahead: [String: Int] = [:]
        var (run, ordinal) = (0, 0)
        for minute in 0..<400 {
            for _ in 0..<Int.random(in: 0...2, using: &generator) where minute < 240 {
                ordinal += 1
                let isPriority = Int.random(in: 0...9, using: &generator) < 6
                let new = ticket(ordinal, minute: minute, priority: isPriority)
                if !isPriority { ahead[new.id] = waiting.count { !$0.isPriority } }
                waiting.append(new)
            }
            let now = opening.advanced(bySeconds: Int64(minute) * 60)
            guard let call = order.next(among: waiting, priorityRun: run, at: now) else { continue }
            waiting.removeAll { $0.id == call.ticket.id }
            run = call.ticket.isPriority ? run + 1 : 0
            for other in waiting where !other.isPriority && other.number.ordinal < call.ticket.number.ordinal
            {
                if call.ticket.isPriority { overtaken[other.id, default: 0] += 1 }
                #expect(call.ticket.isPriority, "ordinary tickets keep their order")
            }
        }
        #expect(waiting.isEmpty)
        for (id, count) in overtaken { #expect(count <= ((ahead[id] ?? 0) + 1) * 2) }
    }
}
