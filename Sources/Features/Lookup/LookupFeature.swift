public import KioskCore
public import KioskFrame
public import KioskServices
import KioskStore
public import ScreenKit

/// The lookup terminal (*màn hình cảm ứng tra cứu*): from a code to a plain answer.
public struct LookupFeature: Feature {
    public static let id: FeatureID = "lookup"
    public static let opensBy = FeatureOpening.scan
    public static let strings = StringTable(
        vietnamese: PackageResources.vi_txt, english: PackageResources.en_txt)

    private let services: KioskServices

    public init(_ services: KioskServices) { self.services = services }

    public var initialMachine: LookupMachine {
        LookupMachine(agencyPrefix: services.site.agencyPrefix, times: services.times)
    }

    public func page(of machine: LookupMachine, in context: ScreenContext) -> Page<LookupMachine.Intent> {
        LookupScreens(context).page(for: machine)
    }

    public func perform(
        _ action: LookupMachine.Action, events: EventPort<LookupMachine.Event>
    ) -> Work? {
        switch action {
        case .readCache(let code): { await readCache(code, events) }
        case .askCentre(let code):
            { await events.send(.answered(code, await services.central?.dossier(code) ?? .unavailable)) }
        case .find(let token): { await find(token, events) }
        case .recordLookup(let outcome): { await services.record(.lookup, outcome: outcome) }
        case .recordRating(let level): { await services.record(.rating, outcome: level.rawValue) }
        case .browse(let action): { await browse(action, events) }
        case .finished: nil
        }
    }

    private func readCache(_ code: DossierCode, _ events: EventPort<LookupMachine.Event>) async {
        let cached = try? await services.ledger.read(now: services.clock.now().wall) {
            store throws(StoreFault) in try store.dossier(code)
        }
        // While the feed is current, the cache is what the centre has.
        let isCurrent = services.central?.isCurrent == true
        await events.send(
            .cached(
                code, cached?.facts,
                asOf: isCurrent ? nil : services.central?.lastCurrent ?? cached?.confirmedAt))
    }

    private func find(_ token: TicketToken, _ events: EventPort<LookupMachine.Event>) async {
        let now = services.clock.now().wall
        let number = QueueNumber(prefix: token.prefix, ordinal: token.ordinal)
        let answer = try? await services.ledger.read(now: now) { store throws(StoreFault) -> TicketAnswer in
            guard store.isGenuine(token) else { return .forged }
            guard token.isValid(on: now.date) else { return .old }
            guard let ticket = try store.ticket(number, on: token.day) else { return .unknown(number) }
            let field = try store.field(ticket.series.field)
            let ahead = try store.peopleAhead(of: ticket)
            return .known(
                OwnTicket(
                    number: number, state: ticket.state, counter: ticket.counter, field: field, ahead: ahead,
                    wait: field?.expectedWait(behind: ahead)))
        }
        await events.send(.ticket(token, answer ?? .unknown(number)))
    }

    private func browse(
        _ action: ProcedureBrowser.Action, _ events: EventPort<LookupMachine.Event>
    ) async {
        let now = services.clock.now().wall
        switch action {
        case .find(let query):
            let found = try? await services.ledger.read(now: now) { store throws(StoreFault) in
                switch query {
                case .field(let id): try store.procedures(of: id)
                case .words(let words): try store.searchProcedures(words, limit: 30)
                }
            }.map { ProcedureHeading(id: $0.id, name: $0.name) }
            await events.send(.catalogue(.found(found ?? [], for: query)))
        case .read(let id):
            let procedure = try? await services.ledger.read(now: now) { store throws(StoreFault) in
                try store.procedure(id)
            }
            if let procedure { await events.send(.catalogue(.procedure(procedure))) }
        }
    }
}
