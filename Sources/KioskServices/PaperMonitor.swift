public import KioskCore
public import KioskStore

/// Keeps account of the roll in the printer: how much was used, how long the rest lasts, what the centre
/// should know.
///
/// Events are entered from anywhere and handled in that order, one at a time.
public actor PaperMonitor {
    public nonisolated let events: AsyncStream<Event>
    private nonisolated let entrance: AsyncStream<Event>.Continuation
    private let facts: RollFacts
    private let place: Place?
    private let calendar: WorkingCalendar
    private let ledger: Ledger
    /// `nil` until it was read from the store.
    private var supply: PaperSupply?
    private var condition: PrinterCondition?
    private var lastReport: DispenserReport?
    private var earlier: (day: Int, slips: [[Int]])?

    /// How many days back show what is usual.
    private static let demandDays = 14

    public init(facts: RollFacts, place: Place?, calendar: WorkingCalendar, ledger: Ledger) {
        self.facts = facts
        self.place = place
        self.calendar = calendar
        self.ledger = ledger
        (events, entrance) = AsyncStream.makeStream(of: Event.self)
    }

    /// Something that happened to the paper.
    public enum Event: Sendable {
        /// So many millimetres went through.
        case printed(Double)
        case condition(PrinterCondition)
        /// A technician says that the roll is new.
        case replaced
    }

    /// What follows from an event.
    public struct Outcome: Sendable {
        public var forecast: PaperForecast
        /// What the centre should know; `nil` if it does.
        public var report: DispenserReport?
    }

    /// Puts an event behind those that wait.
    ///
    /// - Returns: Whether it will be handled: not once the kiosk stops.
    @discardableResult
    public nonisolated func enter(_ event: Event) -> Bool {
        if case .terminated = entrance.yield(event) { false } else { true }
    }

    /// Handles one of the ``events``, once the last one is done.
    ///
    /// - Returns: `nil` if the store cannot be read.
    public func handle(_ event: Event, now: Timestamp) async -> Outcome? {
        // It is reported once: what the store cannot take now must not be forgotten for that.
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
        return Outcome(forecast: forecast, report: report(forecast))
    }

    private func report(_ forecast: PaperForecast) -> DispenserReport? {
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
        let first = now.date.advanced(byDays: -Self.demandDays).number
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
