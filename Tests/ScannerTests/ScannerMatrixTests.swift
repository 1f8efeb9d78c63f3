import KioskCore
import Testing

@testable import Devices

/// Every mode of a scanner × every state it can be in × everything that can go wrong: one defined outcome a
/// cell.
@Suite struct ScannerMatrixTests {
    enum Place: CaseIterable { case attached, opening, waiting, reading, midScan, refused }
    enum Fault: CaseIterable { case unplug, replug, hang, garbage, slow, permissionLate }

    struct Cell: CustomTestStringConvertible, Sendable {
        var mode: SimulatedMode
        var place: Place
        var fault: Fault
        var testDescription: String { "\(mode), \(place), \(fault)" }
    }

    static let cells = SimulatedMode.allCases.flatMap { mode in
        Place.allCases.flatMap { place in Fault.allCases.map { Cell(mode: mode, place: place, fault: $0) } }
    }

    /// How a cell ends.
    enum Outcome {
        /// No machine is left.
        case gone
        /// Reads the next code, and the one that was cut is lost, not mutilated.
        case readsOn(lost: Bool)
        /// Stays refused until it is plugged in anew.
        case refused
    }

    static func expected(_ cell: Cell) -> Outcome {
        switch (cell.place, cell.fault) {
        case (_, .unplug): .gone
        // A new device on the bus: everything begins again.
        case (_, .replug): .readsOn(lost: false)
        case (.refused, .hang), (.refused, .garbage), (.refused, .slow), (.refused, .permissionLate): .refused
        case (.midScan, .hang), (.midScan, .slow), (.midScan, .permissionLate): .readsOn(lost: true)
        // Reports say what they are; a keyboard's of too many keys types nothing; a line hands on what came.
        case (.midScan, .garbage), (.reading, .garbage): .readsOn(lost: cell.mode == .hidPOS)
        case (.attached, _), (.opening, _), (.waiting, _), (.reading, _): .readsOn(lost: false)
        }
    }

    static let code = String(repeating: slip + " ", count: 3)

    @Test func `the matrix has every cell`() { #expect(Self.cells.count == 3 * 6 * 6) }

    @Test(arguments: cells)
    func `every fault in every state of every mode has its outcome`(_ cell: Cell) throws {
        var stand = ScannerStand(cell.mode)
        try stand.reach(cell.place)
        try stand.suffer(cell.fault)
        switch Self.expected(cell) {
        case .gone:
            #expect(stand.machine.state == .gone)
            #expect(!stand.isOpen)
            #expect(stand.machine.deadline == nil)
            try stand.expectSilence(cell.mode.packets("A"))
        case .refused:
            #expect(stand.machine.state == .refused(.noScanner))
            #expect(!stand.isOpen)
        case .readsOn(let lost):
            try stand.recover()
            #expect(stand.losses.isEmpty != lost)
            let before = stand.scans.count
            try stand.send(cell.mode.packets(slip))
            #expect(stand.scans.dropFirst(before) == [Scan(slip)])
            // Whatever was read before is whole, or garbage that no code can be mistaken for.
            #expect(
                stand.scans.allSatisfy {
                    [Scan(slip), Scan(Self.code)].contains($0) || $0.bytes.contains(0xFF)
                })
            // Idle again: nothing to wake up for.
            #expect(stand.machine.deadline == nil)
        }
    }
}

/// One machine with a device that does as the test says; time is a number.
struct ScannerStand {
    let mode: SimulatedMode
    private(set) var machine: ScannerMachine
    private(set) var scans: [Scan] = []
    private(set) var losses: [ScanLoss] = []
    private(set) var isOpen = false
    private var now = Instant.now
    /// What opening it brings, while it brings something.
    private var opening: Result<[UInt8: [UInt8]], USBFault>
    private var rest: [[UInt8]] = []

    init(_ mode: SimulatedMode) {
        self.mode = mode
        opening = .success(mode.reportDescriptors)
        machine = Self.machine(mode, now)
    }

    private static func machine(_ mode: SimulatedMode, _ now: Instant) -> ScannerMachine {
        guard let plan = ScannerPlan(mode.device, profiles: [mode.profile], unknown: UnknownScanners()) else {
            fatalError("\(mode) has no plan")
        }
        return ScannerMachine(plan, now: now)
    }

    mutating func handle(_ event: ScannerMachine.Event, answers: Bool = true) {
        for action in machine.handle(event, now: now) {
            switch action {
            case .open:
                isOpen = true
                guard answers else { continue }
                switch opening {
                case .success(let descriptors): handle(.opened(reportDescriptors: descriptors))
                case .failure(let fault): handle(.failed(fault))
                }
            case .close: isOpen = false
            case .deliver(let scan): scans.append(scan)
            case .lost(let loss): losses.append(loss)
            case .listen, .giveBack: break
            }
        }
    }

    mutating func pass(_ time: Duration, answers: Bool = true) {
        now += time
        handle(.tick, answers: answers)
    }

    mutating func send(_ packets: [[UInt8]]) throws {
        for packet in packets { handle(.received(interface: mode.interface, packet)) }
    }

    mutating func expectSilence(_ packets: [[UInt8]]) throws {
        let before = scans.count
        try send(packets)
        pass(.seconds(100))
        #expect(scans.count == before)
    }

    mutating func reach(_ place: ScannerMatrixTests.Place) throws {
        switch place {
        case .attached: break
        case .opening: pass(ScannerMachine.settling, answers: false)
        case .waiting:
            opening = .failure(.busy)
            pass(ScannerMachine.settling)
            opening = .success(mode.reportDescriptors)
            guard case .waiting(.busy, 1, _) = machine.state else {
                return #expect(Bool(false), "\(machine.state)")
            }
        case .reading:
            pass(ScannerMachine.settling)
            #expect(machine.state == .reading)
        case .midScan:
            pass(ScannerMachine.settling)
            let packets = try mode.packets(ScannerMatrixTests.code)
            try send(Array(packets.prefix(packets.count / 2)))
            rest = Array(packets.dropFirst(packets.count / 2))
            #expect(machine.deadline != nil)
        case .refused:
            // Only HID has a descriptor to refuse; the others get there by a plan that asks for one.
            if mode != .hidPOS,
                let plan = ScannerPlan(.device(.hid()), profiles: [], unknown: UnknownScanners())
            {
                machine = ScannerMachine(plan, now: now)
            }
            opening = .success([0: Descriptors.bootKeyboard])
            pass(ScannerMachine.settling)
            opening = .success(mode.reportDescriptors)
        }
    }

    mutating func suffer(_ fault: ScannerMatrixTests.Fault) throws {
        let wasOpening = if case .opening = machine.state { true } else { false }
        switch fault {
        case .unplug:
            if machine.state == .reading { handle(.failed(.gone)) }
            handle(.unplugged)
        case .replug:
            handle(.unplugged)
            #expect(machine.state == .gone && !isOpen)
            machine = Self.machine(mode, now)
        case .hang:
            // No answer at opening is a time-out; later it is silence.
            if wasOpening { handle(.failed(.timeOut)) }
            opening = .failure(.timeOut)
            pass(.milliseconds(300))
            pass(.milliseconds(400))
            opening = .success(mode.reportDescriptors)
        case .garbage:
            if wasOpening { handle(.failed(.transmission)) }
            try send([mode.garbage])
            try send(rest.isEmpty && mode == .serial ? [[0x0D]] : rest)
        case .slow:
            if wasOpening {
                pass(.milliseconds(400), answers: false)
                handle(.opened(reportDescriptors: mode.reportDescriptors))
            }
            for packet in rest {
                pass(.milliseconds(350))
                try send([packet])
            }
            pass(.seconds(2))
        case .permissionLate:
            if wasOpening { handle(.failed(.permission)) }
            opening = .failure(.permission)
            for _ in 0..<5 { pass(.milliseconds(200)) }
            if machine.state == .reading { handle(.failed(.permission)) }
            opening = .success(mode.reportDescriptors)
            handle(.changed)
        }
    }

    /// Time passes until it reads again.
    mutating func recover() throws {
        for _ in 0..<20 where machine.state != .reading { pass(.seconds(2)) }
        #expect(machine.state == .reading)
        #expect(isOpen)
        pass(.seconds(2))
    }
}
