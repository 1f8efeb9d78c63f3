import KioskCore
import KioskStore
import QueueTicket

/// What the store knows of the hall, read in one go for the screens.
struct HallReading: Sendable {
    var fields: [ServiceField]
    var waiting: [String: Int]
    var serving: [Serving]
    var tickets: KioskStatus.Tickets
    var journal: KioskStatus.Journal
    var dispensers: [DispenserState]

    /// Reads the day that numbers are given on: today, or the last one when the clock went back.
    init(_ store: KioskStore, now: Timestamp) throws(StoreFault) {
        let day = max(try store.lastDay(), now.date.number)
        fields = try store.fields()
        waiting = try store.waitingCounts(on: day)
        serving = try store.serving(on: day)
        dispensers = try store.dispensers()
        let counts = try store.counts(on: day)
        tickets = KioskStatus.Tickets(
            issued: counts.issuedEver, confirmed: counts.confirmedKept, failed: counts.failedKept)
        journal = KioskStatus.Journal(
            pending: try store.pendingCount, acknowledged: try store.acknowledgedSequence)
    }

    /// The expected wait of somebody who takes a number now, by field.
    var waits: [String: MinuteRange] {
        var waits: [String: MinuteRange] = [:]
        for field in fields { waits[field.id] = field.expectedWait(behind: waiting[field.id] ?? 0) }
        return waits
    }
}

extension ServiceField {
    /// The range to say to somebody with so many people ahead, when the field's service times are known.
    func expectedWait(behind people: Int) -> MinuteRange? {
        guard let serviceMinutes, people > 0 else { return nil }
        return WaitingEstimate(
            peopleAhead: people, serviceMinutes: serviceMinutes, openCounters: max(1, counters.count))?.shown
    }
}
