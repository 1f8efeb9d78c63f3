import KioskCore
import KioskStore

/// Keeps account of the roll in the printer: what it took, how long it lasts, and what the centre should hear.
///
/// Whatever happens is entered from anywhere and taken in that order, one event at a time.
actor PaperRoom {
    nonisolated let events: AsyncStream<Event>
    private nonisolated let entrance: AsyncStream<Event>.Continuation
    private let facts: RollFacts
    private let place: Place?
    private let calendar: WorkingCalendar
    private let ledger: Ledger
    /// Nothing until it was read from the store.
    private var supply: PaperSupply?
    private var condition: PrinterCondition?
    private var lastReport: DispenserReport?
    private var earlier: (day: Int, slips: [[Int]])?

    /// How many days back show what is usual.
    private static let daysLookedAt = 14

    init(facts: RollFacts, place: Place?, calendar: WorkingCalendar, ledger: Ledger) {
        self.facts = facts
        self.place = place
        self.calendar = calendar
        self.ledger = ledger
        (events, entrance) = AsyncStream.makeStream(of: Event.self)
    }

    /// Something that happened to the paper.
    enum Event: Sendable {
        /// So many millimetres went through.
        case printed(Double)
        case condition(PrinterCondition)
        /// A technician says that the roll is new.
        case replaced
    }

    /// What follows from an event.
    struct Outcome: Sendable {
        var forecast: PaperForecast
        /// What the centre should hear; nothing when it knows.
        var news: DispenserReport?
    }

    /// Puts an event behind those that wait.
    ///
    /// - Returns: Whether it will be taken: not once the kiosk stops.
    @discardableResult
    nonisolated func enter(_ event: Event) -> Bool {
        if case .terminated = entrance.yield(event) { false } else { true }
    }

    /// One of the ``events``, once the last one is done.
    ///
    /// - Returns: Nothing when the store cannot be read: then nobody knows.
    func take(_ event: Event, now: Timestamp) async -> Outcome? {
        // It is told once: what the store cannot take now must not be forgotten for that.
        if case .condition(let condition) = event { self.condition = condition }
        guard var supply = await readSupply(now) else { return nil }
        let before = supply
        switch event {
        case .printed(let millimetres): supply.recordSlip(millimetres)
        case .condition(let condition): supply.record(condition, on: facts)
        case .replaced: supply.replace()
        }
        self.supply = supply
        if supply != before { await keep(supply, now) }
        guard let demand = await demand(now) else { return nil }
        let forecast = PaperForecast(supply, on: facts, demand: demand, calendar: calendar, now: now)
        return Outcome(forecast: forecast, news: news(forecast))
    }

    private func news(_ forecast: PaperForecast) -> DispenserReport? {
        guard let condition else { return nil }
        let report = DispenserReport(place: place, condition: condition, paper: forecast)
        guard report.differs(from: lastReport) else { return nil }
        lastReport = report
        return report
    }

    private func readSupply(_ now: Timestamp) async -> PaperSupply? {
        if let supply { return supply }
        return try? await ledger.read(now: now) { store throws(StoreFault) in try store.paperSupply() }
    }

    private func keep(_ supply: PaperSupply, _ now: Timestamp) async {
        try? await ledger.write(now: now) { store throws(StoreFault) in try store.keep(supply) }
    }

    private func demand(_ now: Timestamp) async -> SlipDemand? {
        let today = now.date.number
        let first = now.date.advanced(byDays: -Self.daysLookedAt).number
        let isKnown = earlier?.day == today
        let days = isKnown ? today...today : min(first, today)...today
        let slips = try? await ledger.read(now: now) { store throws(StoreFault) in
            try store.slipsByHour(on: days)
        }
        guard var slips else { return nil }
        let ofToday = slips.removeValue(forKey: today) ?? []
        if !isKnown { earlier = (today, Array(slips.values)) }
        return SlipDemand(today: ofToday, earlier: earlier?.slips ?? [])
    }
}
