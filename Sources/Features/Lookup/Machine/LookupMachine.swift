public import KioskCore
public import KioskFrame
public import KioskServices

/// The lookup terminal's rules: from a code to a plain answer.
///
/// A value that answers events with actions. It is given what a code *was*, never its bytes, and keeps
/// nothing of a visit after `.end`.
public struct LookupMachine: FeatureMachine {
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

    public enum Event: FeatureEvent {
        case chosen(Intent, touch: String)
        case scanned(Payload)
        /// What the cache has; `asOf` is `nil` while the feed keeps it as the centre has it.
        case cached(DossierCode, DossierFacts?, asOf: Timestamp?)
        /// What the centre answered.
        case answered(DossierCode, DossierAnswer)
        case ticket(TicketToken, TicketAnswer)
        case catalogue(ProcedureBrowser.Event)
        /// The store has news of these dossiers.
        case changed(Set<DossierCode>)
        case tick
        /// The visit is over: nothing of it stays.
        case end
    }

    public enum Action: FeatureAction {
        case readCache(DossierCode)
        /// Asks the centre for what the cache lacks.
        case askCentre(DossierCode)
        case find(TicketToken)
        /// For the journal: that something was looked up and which screen answered; never what.
        case recordLookup(outcome: String)
        case recordRating(Satisfaction)
        case browse(ProcedureBrowser.Action)
        case finished
    }

    /// From every state to `home` by back, by the end of the visit and by the time-out; from every state to
    /// `looking`, `looksForTicket` or `unrecognised` by a scan.
    public enum State: Hashable, Sendable {
        /// To `keypad`, `rating`, `procedures` by a touch.
        case home
        /// To `looking` when a whole code was typed.
        case keypad
        /// To `dossier` by the cache or the centre, to `notFound` or `unavailable` by the centre.
        case looking(CodeAsked)
        case dossier(DossierFacts, asOf: Timestamp?, result: Int?)
        case notFound
        /// Nobody could be asked.
        case unavailable
        /// Too many misses in a minute.
        case held
        case unrecognised(Unrecognised)
        case ticket(OwnTicket)
        /// To `ticket` or `unrecognised` by the store.
        case looksForTicket(TicketToken)
        case procedures
        /// To `thanks` by a choice.
        case rating
        /// To `home` by the time.
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
        case .chosen(let intent, _): return choose(intent, now: now)
        case .scanned(let payload): return receive(payload, now: now)
        case .cached(let code, let facts, let asOf): return receive(cached: facts, asOf: asOf, of: code)
        case .answered(let code, let answer): return receive(answer, of: code, now: now)
        case .ticket(let token, let answer): return receive(answer, of: token)
        case .catalogue(let event):
            browser.handle(event)
            return []
        case .changed(let codes):
            guard case .dossier(let facts, _, _) = state, codes.contains(facts.code) else { return [] }
            return [.readCache(facts.code)]
        case .tick:
            guard case .thanks(let until) = state, now.uptime >= until else { return [] }
            reset()
            return [.finished]
        case .end:
            reset()
            return []
        }
    }

    public func nextTick(now: Moment) -> Duration? {
        if case .thanks(let until) = state { until } else { nil }
    }

    public var occupation: Occupation {
        switch state {
        case .home: .idle
        case .thanks: .timed
        case .keypad, .looking, .dossier, .notFound, .unavailable, .held, .unrecognised, .ticket,
            .looksForTicket, .procedures, .rating:
            .visit
        }
    }

    public func event(for signal: FeatureSignal) -> Event? {
        switch signal {
        case .scanned(let reading): .scanned(reading.payload)
        case .dossiersChanged(let codes): .changed(codes)
        case .finger, .printer, .panel: nil
        }
    }

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
            return [.recordRating(satisfaction)]
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
        // A touch on what is no longer on the screen does nothing.
        case (.key, _), (.delete, _), (.clear, _), (.switchKeys, _), (.submit, _), (.rated, _): break
        }
        return []
    }

    /// A new scan wipes what the last person saw, whatever that was.
    private mutating func receive(_ payload: Payload, now: Moment) -> [Action] {
        reset()
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
            return [.recordLookup(outcome: "held")]
        }
        state = .looking(asked)
        return [.readCache(asked.code)]
    }

    private mutating func refuse(_ what: Unrecognised) -> [Action] {
        state = .unrecognised(what)
        return [.recordLookup(outcome: "unrecognised")]
    }

    /// The cache answers; only what it lacks is asked for.
    private mutating func receive(
        cached facts: DossierFacts?, asOf: Timestamp?, of code: DossierCode
    ) -> [Action] {
        guard let facts else { return isLooking(for: code) ? [.askCentre(code)] : [] }
        return show(facts, asOf: asOf)
    }

    private mutating func receive(_ answer: DossierAnswer, of code: DossierCode, now: Moment) -> [Action] {
        guard isLooking(for: code) else { return [] }  // an answer to a visit that is over
        switch answer {
        case .found(let facts): return show(facts, asOf: nil)
        case .notFound:
            misses.noteMiss(now: now)
            state = .notFound
            return [.recordLookup(outcome: "not-found")]
        case .unavailable:
            state = .unavailable
            return [.recordLookup(outcome: "unavailable")]
        }
    }

    private func isLooking(for code: DossierCode) -> Bool {
        if case .looking(let asked) = state { asked.code == code } else { false }
    }

    private mutating func show(_ facts: DossierFacts, asOf: Timestamp?) -> [Action] {
        if case .looking(let asked) = state, asked.code == facts.code {
            state = .dossier(facts, asOf: asOf, result: asked.result)
            return [.recordLookup(outcome: asOf == nil ? "dossier" : "dossier-cached")]
        }
        // The feed brought news of what is being read.
        if case .dossier(let shown, _, let result) = state, shown.code == facts.code {
            state = .dossier(facts, asOf: asOf, result: result)
        }
        return []
    }

    private mutating func receive(_ answer: TicketAnswer, of token: TicketToken) -> [Action] {
        guard state == .looksForTicket(token) else { return [] }
        switch answer {
        case .known(let ticket):
            state = .ticket(ticket)
            return [.recordLookup(outcome: "ticket")]
        case .unknown(let number):
            state = .ticket(
                OwnTicket(number: number, state: .waiting, counter: nil, field: nil, ahead: -1, wait: nil))
            return [.recordLookup(outcome: "ticket")]
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
