public import KioskCore

/// The lookup terminal's rules: from a code to a plain answer.
///
/// A value that answers events with actions. It is given what a code *was*, never its bytes, and keeps
/// nothing of a visit after `.end`.
public struct LookupMachine: Hashable, Sendable {
    public enum Intent: Hashable, Sendable {
        case typeCode
        case key(Character)
        case delete
        case clear
        case switchKeys
        case submit
        case again
        case rate
        case rated(Satisfaction)
        case procedures(ProcedureBrowser.Intent)
        case turnPage(Int)
        case back
        case finish
    }

    public enum Event: Hashable, Sendable {
        case chosen(Intent)
        case scanned(Payload)
        case answered(DossierCode, LookupAnswer)
        case ticket(TicketToken, TicketAnswer)
        case catalogue(ProcedureBrowser.Event)
        case tick
        /// The visit is over: nothing of it stays.
        case end
    }

    public enum Action: Hashable, Sendable {
        case look(DossierCode)
        case find(TicketToken)
        /// For the journal: that something was looked up and which screen answered; never what.
        case noteLookup(outcome: String)
        case noteRating(Satisfaction)
        case browse(ProcedureBrowser.Action)
        case finished
    }

    public enum State: Hashable, Sendable {
        case home
        case keypad
        case looking(CodeAsked)
        case dossier(DossierFacts, asOf: Timestamp?, result: Int?)
        case notFound
        /// Nobody could be asked.
        case unavailable
        /// Too many misses in a minute.
        case held
        case unrecognised(Unrecognised)
        case ticket(OwnTicket)
        case looksForTicket(TicketToken)
        case procedures
        case rating
        case thanks(until: Duration)
    }

    public private(set) var state: State = .home
    public private(set) var browser = ProcedureBrowser()
    public private(set) var page = 0
    private(set) var keypad: Keypad
    private var misses = MissLimit()
    private let agencyPrefix: String
    private let times: SessionTimes

    public init(agencyPrefix: String, times: SessionTimes) {
        self.agencyPrefix = agencyPrefix
        self.times = times
        keypad = Keypad(agencyPrefix: agencyPrefix)
    }

    public mutating func handle(_ event: Event, now: Moment) -> [Action] {
        switch event {
        case .chosen(let intent): return choose(intent, now: now)
        case .scanned(let payload): return take(payload, now: now)
        case .answered(let code, let answer): return settle(code, answer, now: now)
        case .ticket(let token, let answer): return settle(token, answer)
        case .catalogue(let event):
            browser.handle(event)
            return []
        case .tick:
            guard case .thanks(let until) = state, now.uptime >= until else { return [] }
            reset()
            return [.finished]
        case .end:
            reset()
            return []
        }
    }

    /// When the machine wants the next `.tick`, as uptime.
    public func nextTick() -> Duration? {
        if case .thanks(let until) = state { until } else { nil }
    }

    public var isIdle: Bool { state == .home }

    private mutating func choose(_ intent: Intent, now: Moment) -> [Action] {
        switch (intent, state) {
        case (.typeCode, _):
            keypad = Keypad(agencyPrefix: agencyPrefix)
            state = .keypad
        case (.key(let key), .keypad): keypad.type(key)
        case (.delete, .keypad): keypad.delete()
        case (.clear, .keypad): keypad.clear()
        case (.switchKeys, .keypad): keypad.switchKeys()
        case (.submit, .keypad):
            guard let asked = keypad.submit(today: now.wall.date, agencyPrefix: agencyPrefix) else {
                return []
            }
            return look(asked, now: now)
        case (.rate, _): state = .rating
        case (.rated(let satisfaction), .rating):
            state = .thanks(until: now.uptime + .seconds(5))
            return [.noteRating(satisfaction)]
        case (.procedures(let intent), _):
            state = .procedures
            return browser.choose(intent).map { .browse($0) }
        case (.turnPage(let index), _): page = max(0, index)
        case (.again, _): reset()
        case (.back, .procedures): if !browser.goBack() { reset() }
        case (.back, _): reset()
        case (.finish, _):
            reset()
            return [.finished]
        default: break  // a touch on what is no longer there
        }
        return []
    }

    /// A new scan wipes what the last person saw, whatever that was.
    private mutating func take(_ payload: Payload, now: Moment) -> [Action] {
        let misses = misses
        reset()
        self.misses = misses
        switch payload {
        case .dossierCode(let code), .dossierURL(let code): return look(CodeAsked(code: code), now: now)
        case .resultCode(let result):
            return look(CodeAsked(code: result.dossier, result: result.ordinal), now: now)
        case .ownTicket(let token):
            state = .looksForTicket(token)
            return [.find(token)]
        case .citizenCard: return refuse(.citizenCard)
        case .healthCard: return refuse(.healthCard)
        case .paymentCode: return refuse(.paymentCode)
        case .postalItem: return refuse(.postalItem)
        case .unknown(let reason): return refuse(Unrecognised(reason))
        }
    }

    private mutating func look(_ asked: CodeAsked, now: Moment) -> [Action] {
        guard !misses.isReached(now: now) else {
            state = .held
            return [.noteLookup(outcome: "held")]
        }
        state = .looking(asked)
        return [.look(asked.code)]
    }

    private mutating func refuse(_ what: Unrecognised) -> [Action] {
        state = .unrecognised(what)
        return [.noteLookup(outcome: "unrecognised")]
    }

    private mutating func settle(_ code: DossierCode, _ answer: LookupAnswer, now: Moment) -> [Action] {
        switch (answer, state) {
        case (.found(let facts, let asOf), .looking(let asked)) where asked.code == code:
            state = .dossier(facts, asOf: asOf, result: asked.result)
            return [.noteLookup(outcome: asOf == nil ? "dossier" : "dossier-cached")]
        case (.found(let facts, let asOf), .dossier(let shown, _, let result)) where shown.code == code:
            // The link came back, or the feed brought news of what is being read.
            state = .dossier(facts, asOf: asOf, result: result)
            return []
        case (.notFound, .looking(let asked)) where asked.code == code:
            misses.noteMiss(now: now)
            state = .notFound
            return [.noteLookup(outcome: "not-found")]
        case (.unavailable, .looking(let asked)) where asked.code == code:
            state = .unavailable
            return [.noteLookup(outcome: "unavailable")]
        default: return []  // an answer to a visit that is over
        }
    }

    private mutating func settle(_ token: TicketToken, _ answer: TicketAnswer) -> [Action] {
        guard state == .looksForTicket(token) else { return [] }
        switch answer {
        case .known(let ticket):
            state = .ticket(ticket)
            return [.noteLookup(outcome: "ticket")]
        case .unknown(let number):
            state = .ticket(
                OwnTicket(number: number, state: .waiting, counter: nil, field: nil, ahead: -1, wait: nil))
            return [.noteLookup(outcome: "ticket")]
        case .forged: return refuse(.forgedTicket)
        case .old: return refuse(.oldTicket)
        }
    }

    private mutating func reset() {
        state = .home
        page = 0
        browser = ProcedureBrowser()
        keypad = Keypad(agencyPrefix: agencyPrefix)
    }
}
