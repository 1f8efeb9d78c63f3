public import KioskCore
public import KioskFrame
public import KioskServices
import KioskStore
public import ScreenKit

/// The ticket dispenser (*máy lấy số xếp hàng tự động*): from a touch to a printed number.
public struct DispenserFeature: Feature {
    public static let id: FeatureID = "dispenser"
    public static let strings = StringTable(
        vietnamese: PackageResources.vi_txt, english: PackageResources.en_txt)

    private let services: KioskServices

    public init(_ services: KioskServices) { self.services = services }

    public var initialMachine: DispenserMachine { DispenserMachine(times: services.times) }

    public func page(
        of machine: DispenserMachine, in context: ScreenContext
    ) -> Page<DispenserMachine.Intent> {
        DispenserScreens(context).page(for: machine)
    }

    public func perform(
        _ action: DispenserMachine.Action, events: EventPort<DispenserMachine.Event>
    ) -> Work? {
        switch action {
        case .issue(let field, let touch, let isPriority):
            { await issue(field: field, touch: touch, isPriority: isPriority, events) }
        case .print(let issued, let isReprint): { await print(issued, isReprint: isReprint, events) }
        case .finished: nil
        }
    }

    /// Stores number, ticket and journal entry in one transaction; the number is in the queue from then on.
    private func issue(
        field id: String, touch: String, isPriority: Bool, _ events: EventPort<DispenserMachine.Event>
    ) async {
        let now = services.clock.now().wall
        guard services.calendar.isOpen(at: now) else {
            return await events.send(.refused(.closed, touch: touch))
        }
        let isAfterCutOff = services.calendar.isAfterCutOff(now)
        do throws(StoreFault) {
            let issued = try await services.ledger.write(now: now) {
                store throws(StoreFault) -> IssuedTicket? in
                guard let field = try store.field(id) else { return nil }
                let ticket = try store.issue(
                    TicketRequest(
                        touch: touch, field: field, at: now, isPriority: isPriority,
                        isAfterCutOff: isAfterCutOff))
                let ahead = try store.peopleAhead(of: ticket)
                return IssuedTicket(
                    ticket: ticket, field: field, ahead: ahead, wait: field.expectedWait(behind: ahead))
            }
            guard let issued else { return await events.send(.refused(.unavailable, touch: touch)) }
            await events.send(.issued(issued))
        } catch {
            services.log("No ticket could be issued.", error)
            await events.send(.refused(IssueRefusal(error), touch: touch))
        }
        services.journalChanged()
    }

    private func print(
        _ issued: IssuedTicket, isReprint: Bool, _ events: EventPort<DispenserMachine.Event>
    ) async {
        let id = issued.ticket.id
        // The record that a print was tried is written while the slip is drawn and sent.
        async let recorded: Void = recordSubmission(id, isReprint: isReprint)
        let (outcome, slip) = await printedSlip(of: issued, isReprint: isReprint)
        services.notify(.printed(outcome: outcome.word, condition: outcome.fault?.rawValue))
        await events.send(.printed(ticket: id, outcome))
        await recorded
        await services.write { store, now throws(StoreFault) in
            try store.recordPrint(id, outcome.printState, at: now)
        }
        if let slip { await services.account(for: slip) }
        services.journalChanged()
    }

    private func printedSlip(of issued: IssuedTicket, isReprint: Bool) async -> SlipPrinter.Result {
        let content = TicketSlipContent(
            issued: issued, isReprint: isReprint, site: services.site,
            cutOffHour: services.calendar.cutOff.hour)
        return await services.slips?.print(content) ?? (.failed(.unavailable), nil)
    }

    private func recordSubmission(_ id: String, isReprint: Bool) async {
        await services.write { store, now throws(StoreFault) in
            if isReprint { _ = try store.recordReprint(id, at: now) }
            try store.recordPrint(id, .submitted, at: now)
        }
    }
}

extension Phrases {
    func waiting(_ count: Int) -> String {
        count == 0 ? self("waiting.none") : self("waiting.some", ["count": "\(count)"])
    }

    func range(_ minutes: MinuteRange) -> String {
        self("waiting.range", ["least": "\(minutes.shortest)", "most": "\(minutes.longest)"])
    }
}

extension IssueRefusal {
    init(_ fault: StoreFault) {
        switch fault.reason {
        case .full: self = .full
        case .corrupt: self = .damaged
        case .busy, .inaccessible, .disk, .newerSchema, .unknownTicket, .journalForked, .unexpected:
            self = .unavailable
        }
    }
}
