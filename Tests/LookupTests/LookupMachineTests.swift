import KioskCore
import KioskFrame
import KioskServices
import Testing

@testable import Lookup

@Suite struct LookupMachineTests {
    static let code = DossierCode(canonical: "H08.99-251120-0001")
    static let facts = DossierFacts(
        code: code, status: .processing, step: 3, stepCount: 5, updatedAt: Timestamp(milliseconds: 0))

    static func at(_ seconds: Int) -> Moment {
        let day = CivilDate(year: 2026, month: 11, day: 20) ?? CivilDate(daysSinceEpoch: 0)
        return Moment(uptime: .seconds(seconds), wall: Timestamp(day, hour: 9))
    }

    static func machine() -> LookupMachine { LookupMachine(agencyPrefix: "H08.99", times: SessionTimes()) }

    @Test(arguments: [
        Payload.dossierCode(code), .dossierURL(code), .resultCode(ResultCode(dossier: code, ordinal: 1)),
    ])
    func `every shape of a code asks for the dossier and shows its answer`(_ payload: Payload) {
        var machine = Self.machine()
        #expect(machine.handle(.scanned(payload), now: Self.at(1)) == [.readCache(Self.code)])
        let actions = machine.handle(.cached(Self.code, Self.facts, asOf: nil), now: Self.at(2))
        #expect(actions == [.recordLookup(outcome: "dossier")])
        guard case .dossier(Self.facts, nil, _) = machine.state else {
            Issue.record("shows \(machine.state)")
            return
        }
    }

    @Test(arguments: [
        (Payload.citizenCard, Unrecognised.citizenCard), (.healthCard, .healthCard),
        (.paymentCode, .paymentCode),
        (.postalItem, .postalItem), (.unknown(.foreignURL), .foreignURL), (.unknown(.tooLong), .generic),
        (.unknown(.unsafeCharacters), .generic), (.unknown(.impossibleDate), .impossibleDate),
    ])
    func `everything else gets its own friendly words`(_ payload: Payload, _ words: Unrecognised) {
        var machine = Self.machine()
        #expect(
            machine.handle(.scanned(payload), now: Self.at(1)) == [.recordLookup(outcome: "unrecognised")])
        #expect(machine.state == .unrecognised(words))
    }

    @Test func `a new scan wipes what the last person saw`() {
        var machine = Self.machine()
        _ = machine.handle(.scanned(.dossierCode(Self.code)), now: Self.at(1))
        _ = machine.handle(.cached(Self.code, Self.facts, asOf: nil), now: Self.at(2))
        _ = machine.handle(.scanned(.citizenCard), now: Self.at(3))
        #expect(machine.state == .unrecognised(.citizenCard))
    }

    @Test func `only what the cache lacks is asked of the centre, once`() {
        var machine = Self.machine()
        _ = machine.handle(.scanned(.dossierCode(Self.code)), now: Self.at(1))
        #expect(
            machine.handle(.cached(Self.code, nil, asOf: nil), now: Self.at(1)) == [.askCentre(Self.code)])
        #expect(
            machine.handle(.answered(Self.code, .found(Self.facts)), now: Self.at(2))
                == [.recordLookup(outcome: "dossier")])
        #expect(machine.handle(.answered(Self.code, .notFound), now: Self.at(3)).isEmpty)
        #expect(machine.state == .dossier(Self.facts, asOf: nil, result: nil))
    }

    @Test func `news of the dossier on the screen is read from the store and shown`() {
        var machine = Self.machine()
        #expect(machine.handle(.changed([Self.code]), now: Self.at(1)).isEmpty)
        _ = machine.handle(.scanned(.dossierCode(Self.code)), now: Self.at(1))
        _ = machine.handle(.cached(Self.code, Self.facts, asOf: nil), now: Self.at(1))
        #expect(machine.handle(.changed([Self.code]), now: Self.at(2)) == [.readCache(Self.code)])
        var news = Self.facts
        news.status = .finished
        #expect(machine.handle(.cached(Self.code, news, asOf: nil), now: Self.at(2)).isEmpty)
        #expect(machine.state == .dossier(news, asOf: nil, result: nil))
    }

    @Test func `an answer to a visit that is over is dropped`() {
        var machine = Self.machine()
        _ = machine.handle(.scanned(.dossierCode(Self.code)), now: Self.at(1))
        _ = machine.handle(.end, now: Self.at(2))
        #expect(machine.handle(.cached(Self.code, Self.facts, asOf: nil), now: Self.at(3)).isEmpty)
        #expect(machine.state == .home)
    }

    @Test func `after the end nothing of a visit is left in the machine`() {
        var machine = Self.machine()
        _ = machine.handle(.chosen(.typeCode, touch: "t"), now: Self.at(1))
        for key in "251120-0001" { _ = machine.handle(.chosen(.key(key), touch: "t"), now: Self.at(1)) }
        _ = machine.handle(.chosen(.submit, touch: "t"), now: Self.at(1))
        _ = machine.handle(.cached(Self.code, Self.facts, asOf: nil), now: Self.at(2))
        _ = machine.handle(.end, now: Self.at(3))
        #expect(machine == Self.machine())
    }

    @Test(arguments: ["251120-0001", "2511200001", "251120-1"])
    func `date and number are enough for a dossier of this centre`(_ typed: String) {
        var machine = Self.machine()
        _ = machine.handle(.chosen(.typeCode, touch: "t"), now: Self.at(1))
        for key in typed { _ = machine.handle(.chosen(.key(key), touch: "t"), now: Self.at(1)) }
        #expect(machine.handle(.chosen(.submit, touch: "t"), now: Self.at(2)) == [.readCache(Self.code)])
    }

    @Test(arguments: [("", Keypad.Problem.notYet), ("2511", .notYet), ("250230-0001", .impossibleDate)])
    func `what is no code yet says why and asks nobody`(_ typed: String, _ problem: Keypad.Problem) {
        var machine = Self.machine()
        _ = machine.handle(.chosen(.typeCode, touch: "t"), now: Self.at(1))
        for key in typed { _ = machine.handle(.chosen(.key(key), touch: "t"), now: Self.at(1)) }
        #expect(machine.handle(.chosen(.submit, touch: "t"), now: Self.at(2)).isEmpty)
        #expect(machine.keypad.problem == problem)
    }

    @Test func `guessing codes one after the other is slowed down, for a minute`() {
        var machine = Self.machine()
        for _ in 0..<MissLimit.most {
            #expect(
                machine.handle(.scanned(.dossierCode(Self.code)), now: Self.at(1)) == [.readCache(Self.code)])
            #expect(
                machine.handle(.cached(Self.code, nil, asOf: nil), now: Self.at(1)) == [.askCentre(Self.code)]
            )
            _ = machine.handle(.answered(Self.code, .notFound), now: Self.at(1))
        }
        #expect(
            machine.handle(.scanned(.dossierCode(Self.code)), now: Self.at(2)) == [
                .recordLookup(outcome: "held")
            ])
        #expect(
            machine.handle(.scanned(.dossierCode(Self.code)), now: Self.at(62)) == [.readCache(Self.code)])
    }

    @Test func `a rating is noted once, and thanked for`() {
        var machine = Self.machine()
        _ = machine.handle(.chosen(.rate, touch: "t"), now: Self.at(1))
        #expect(
            machine.handle(.chosen(.rated(.satisfied), touch: "t"), now: Self.at(2)) == [
                .recordRating(.satisfied)
            ])
        #expect(machine.handle(.chosen(.rated(.satisfied), touch: "t"), now: Self.at(2)).isEmpty)
        #expect(machine.handle(.tick, now: Self.at(7)) == [.finished])
    }

    @Test func `a procedure is three touches from home, and back leads the same way`() {
        let field = ServiceField(id: "DD", prefix: "C", name: "Đất đai", group: "g", counters: [], order: 1)
        let procedure = Procedure(id: "1.013978", field: "DD", name: "Đăng ký", items: [])
        var machine = Self.machine()
        _ = machine.handle(.chosen(.procedures(.open), touch: "t"), now: Self.at(1))
        #expect(
            machine.handle(.chosen(.procedures(.field(field)), touch: "t"), now: Self.at(1))
                == [.browse(.find(.field("DD")))])
        #expect(
            machine.handle(.chosen(.procedures(.read("1.013978")), touch: "t"), now: Self.at(1))
                == [.browse(.read("1.013978"))])
        _ = machine.handle(.catalogue(.procedure(procedure)), now: Self.at(1))
        #expect(machine.browser.place == .procedure(procedure))
        for place in [ProcedureBrowser.Place.list(field), .fields] {
            _ = machine.handle(.chosen(.back, touch: "t"), now: Self.at(2))
            #expect(machine.browser.place == place)
        }
        _ = machine.handle(.chosen(.back, touch: "t"), now: Self.at(2))
        #expect(machine.occupation == .idle)
    }
}
