import KioskCore
import KioskFrame
import Testing

@testable import Dispenser

/// Events and effects of the dispenser, read like a film script.
@Suite struct DispenserMachineTests {
    static let field = ServiceField(
        id: "HT", prefix: "A", name: "Hộ tịch", group: "Tư pháp – Hộ tịch", counters: ["1"], order: 1)

    static func at(_ seconds: Int) -> Moment {
        Moment(uptime: .seconds(seconds), wall: Timestamp(milliseconds: Int64(seconds) * 1000))
    }

    static func issued(_ touch: String) -> IssuedTicket {
        IssuedTicket(
            ticket: Ticket(
                id: touch, series: Series(field: "HT", dayNumber: 20_261_120),
                number: QueueNumber(prefix: "A", ordinal: 18), token: "KT1:MAU:20261120:A:18:X",
                issuedAt: Timestamp(milliseconds: 0)), field: field, ahead: 2, wait: nil)
    }

    /// A machine whose visitor took a number and whose slip is being printed.
    static func printing() -> DispenserMachine {
        var machine = DispenserMachine(times: SessionTimes())
        _ = machine.handle(.chosen(.openGroup("Tư pháp – Hộ tịch"), touch: "t0"), now: at(1))
        _ = machine.handle(.chosen(.take(field: "HT"), touch: "t1"), now: at(2))
        _ = machine.handle(.issued(issued("t1")), now: at(2))
        return machine
    }

    @Test func `two touches ask for one ticket and its slip`() {
        var machine = DispenserMachine(times: SessionTimes())
        #expect(
            machine.handle(.chosen(.openGroup("Tư pháp – Hộ tịch"), touch: "t0"), now: Self.at(1)).isEmpty)
        #expect(
            machine.handle(.chosen(.take(field: "HT"), touch: "t1"), now: Self.at(2))
                == [.issue(field: "HT", touch: "t1", isPriority: false)])
        #expect(
            machine.handle(.issued(Self.issued("t1")), now: Self.at(2))
                == [.print(Self.issued("t1"), isReprint: false)])
    }

    @Test func `ten touches on the same field ask once`() {
        var machine = DispenserMachine(times: SessionTimes())
        _ = machine.handle(.chosen(.openGroup("Tư pháp – Hộ tịch"), touch: "t0"), now: Self.at(1))
        let actions = (1...10).flatMap {
            machine.handle(.chosen(.take(field: "HT"), touch: "t\($0)"), now: Self.at(2))
        }
        #expect(actions == [.issue(field: "HT", touch: "t1", isPriority: false)])
    }

    @Test func `priority goes with the ticket and ends with the visit`() {
        var machine = DispenserMachine(times: SessionTimes())
        _ = machine.handle(.chosen(.openGroup("g"), touch: "t0"), now: Self.at(1))
        _ = machine.handle(.chosen(.togglePriority, touch: "t1"), now: Self.at(1))
        #expect(
            machine.handle(.chosen(.take(field: "HT"), touch: "t2"), now: Self.at(2))
                == [.issue(field: "HT", touch: "t2", isPriority: true)])
        _ = machine.handle(.end, now: Self.at(3))
        #expect(machine.isPriority == false)
    }

    @Test(arguments: [PrintOutcome.confirmed, .sent])
    func `a printed slip is offered until its time is over`(_ outcome: PrintOutcome) {
        var machine = Self.printing()
        _ = machine.handle(.printed(ticket: "t1", outcome), now: Self.at(3))
        #expect(machine.state == .taken(Self.issued("t1"), until: .seconds(15)))
        #expect(machine.handle(.tick, now: Self.at(14)).isEmpty)
        #expect(machine.handle(.tick, now: Self.at(15)) == [.finished])
        #expect(machine.state == .home)
    }

    @Test(arguments: PrinterCondition.allCases)
    func `a slip that did not come out shows the number and the cause`(_ condition: PrinterCondition) {
        var machine = Self.printing()
        _ = machine.handle(.printed(ticket: "t1", .failed(condition)), now: Self.at(3))
        #expect(machine.state == .unprinted(Self.issued("t1"), condition, until: .seconds(93)))
    }

    @Test func `a reprint asks for the same ticket, marked`() {
        var machine = Self.printing()
        _ = machine.handle(.printed(ticket: "t1", .failed(.paperEmpty)), now: Self.at(3))
        #expect(
            machine.handle(.chosen(.reprint, touch: "t2"), now: Self.at(4))
                == [.print(Self.issued("t1"), isReprint: true)])
        #expect(machine.occupation == .busy)
    }

    @Test func `nobody empties the roll with reprints`() {
        var machine = Self.printing()
        _ = machine.handle(.printed(ticket: "t1", .confirmed), now: Self.at(3))
        var prints = 0
        for touch in 2..<12 {
            prints += machine.handle(.chosen(.reprint, touch: "t\(touch)"), now: Self.at(4)).count
            _ = machine.handle(.printed(ticket: "t1", .confirmed), now: Self.at(5))
        }
        #expect(prints == DispenserMachine.maxReprints)
    }

    @Test func `paper that is back is said, and prints nothing by itself`() {
        var machine = Self.printing()
        _ = machine.handle(.printed(ticket: "t1", .failed(.paperEmpty)), now: Self.at(3))
        #expect(machine.handle(.printer(.ready), now: Self.at(4)).isEmpty)
        #expect(machine.state == .unprinted(Self.issued("t1"), .ready, until: .seconds(93)))
    }

    @Test func `a late end of printing does not disturb the next visitor`() {
        var machine = Self.printing()
        _ = machine.handle(.end, now: Self.at(3))
        #expect(machine.handle(.printed(ticket: "t1", .confirmed), now: Self.at(4)).isEmpty)
        #expect(machine.state == .home)
    }

    @Test func `a ticket issued after its visit was waited out is not printed`() {
        var machine = DispenserMachine(times: SessionTimes())
        _ = machine.handle(.chosen(.openGroup("g"), touch: "t0"), now: Self.at(1))
        _ = machine.handle(.chosen(.take(field: "HT"), touch: "t1"), now: Self.at(2))
        _ = machine.handle(.end, now: Self.at(3))
        #expect(machine.handle(.issued(Self.issued("t1")), now: Self.at(4)).isEmpty)
    }

    @Test(arguments: IssueRefusal.allCases)
    func `a refusal is said and goes home by itself`(_ refusal: IssueRefusal) {
        var machine = DispenserMachine(times: SessionTimes())
        _ = machine.handle(.chosen(.openGroup("g"), touch: "t0"), now: Self.at(1))
        _ = machine.handle(.chosen(.take(field: "HT"), touch: "t1"), now: Self.at(2))
        _ = machine.handle(.refused(refusal, touch: "t1"), now: Self.at(2))
        #expect(machine.state == .refused(refusal, until: .seconds(92)))
        #expect(machine.handle(.tick, now: Self.at(92)) == [.finished])
    }

    @Test func `the countdown asks for a tick each second and no oftener`() throws {
        var machine = Self.printing()
        _ = machine.handle(.printed(ticket: "t1", .confirmed), now: Self.at(3))
        var now = Self.at(3)
        var ticks = 0
        while case .taken = machine.state, ticks < 100 {
            let next = try #require(machine.nextTick(now: now))
            #expect(next > now.uptime)
            now = Moment(uptime: next, wall: now.wall)
            _ = machine.handle(.tick, now: now)
            ticks += 1
        }
        #expect(ticks == 12)
    }

    @Test func `at home nothing wants a tick`() {
        let machine = DispenserMachine(times: SessionTimes())
        #expect(machine.nextTick(now: Self.at(1)) == nil)
    }
}
