import Testing

@testable import Devices

/// Every state of a panel × everything that can go wrong: one defined outcome a cell, and always a way back.
@Suite struct DisplayMatrixTests {
    enum Place: CaseIterable {
        case starting, resting, pending, behind, unplugged, occupied, missing, refused
    }
    enum Fault: CaseIterable { case unplug, replug, hang, garbage, slow, permissionLate, cardGone }

    struct Cell: CustomTestStringConvertible, Sendable {
        var place: Place
        var fault: Fault
        var testDescription: String { "\(place), \(fault)" }
    }

    static let cells = Place.allCases.flatMap { place in Fault.allCases.map { Cell(place: place, fault: $0) }
    }

    /// What is known of the panel right after the fault; all of them come back to the picture.
    static func expected(_ cell: Cell) -> PanelCondition {
        switch (cell.place, cell.fault) {
        case (_, .cardGone): .missing
        case (.missing, let fault) where fault != .permissionLate: .missing
        // Nobody asks the panel while the card is in other hands.
        case (.occupied, _), (_, .permissionLate): .occupied
        case (_, .unplug): .unplugged
        case (_, .replug): .showing
        case (.starting, .garbage): .starting
        case (.unplugged, _): .unplugged
        // A busy driver is asked again for the same frame; a mode that is not set has to wait longer.
        case (.resting, _), (.pending, _), (.behind, _): .showing
        case (.starting, _), (.refused, _), (.missing, _): .refused
        }
    }

    @Test func `the matrix has every cell`() { #expect(Self.cells.count == 8 * 7) }

    @Test(arguments: cells)
    func `every fault in every state has its outcome, and a way back to the picture`(_ cell: Cell) throws {
        var stand = PanelStand()
        stand.reach(cell.place)
        stand.suffer(cell.fault)
        #expect(stand.machine.condition == Self.expected(cell))
        try stand.recover()
        #expect(stand.machine.condition == .showing)
        stand.change()
        #expect(stand.isPainted, "the next change reaches the panel")
        #expect(stand.machine.deadline == nil, "idle again: nothing to wake up for")
    }
}

/// A machine with a card and a panel that do as the test says; time is a number.
private struct PanelStand {
    var machine = DisplayMachine()
    var now = Duration.seconds(1)
    var hasCard = true
    var hasPanel = true
    var mayDraw = true
    var isBusy = false
    var lands = true
    private(set) var isPainted = false

    /// Carries out what the machine wants until it wants nothing more.
    mutating func happen(_ event: DisplayMachine.Event) {
        var next: DisplayMachine.Event? = event
        var steps = 0
        while let event = next, steps < 50 {
            steps += 1
            next = machine.handle(event, now: now).flatMap { carryOut($0) }
        }
    }

    private mutating func carryOut(_ action: DisplayMachine.Action) -> DisplayMachine.Event? {
        switch action {
        case .open: return .opened(hasCard)
        case .close, .turnOff, .stop: return nil
        case .acquireMaster: return mayDraw ? .masterAcquired : .failed(.notMaster)
        case .probe:
            guard hasCard else { return .failed(.gone) }
            return .probed(hasPanel ? .panel : .nothing)
        case .setMode:
            guard hasCard else { return .failed(.gone) }
            guard mayDraw else { return .failed(.notMaster) }
            return isBusy ? .failed(.busy) : .modeSet(minInterval: .zero)
        case .paint:
            guard hasCard else { return .failed(.gone) }
            guard mayDraw else { return .failed(.notMaster) }
            guard !isBusy else { return .failed(.busy) }
            guard lands else { return .painted(.pending) }
            isPainted = true
            return .painted(.written)
        }
    }

    mutating func change() {
        isPainted = false
        happen(.changed)
    }

    /// Time passes until the machine's deadline, at most so many times.
    mutating func wait(_ times: Int = 1) {
        for _ in 0..<times {
            guard let deadline = machine.deadline else { return }
            now = max(now, deadline)
            happen(.tick)
        }
    }

    mutating func reach(_ place: DisplayMatrixTests.Place) {
        switch place {
        case .starting: return
        case .resting: happen(.begin)
        case .pending, .behind:
            happen(.begin)
            lands = false
            change()
            if place == .behind { change() }
        case .unplugged:
            hasPanel = false
            happen(.begin)
        case .occupied:
            mayDraw = false
            happen(.begin)
        case .missing:
            happen(.begin)
            hasCard = false
            happen(.failed(.gone))
        case .refused:
            isBusy = true
            happen(.begin)
        }
    }

    mutating func suffer(_ fault: DisplayMatrixTests.Fault) {
        switch fault {
        case .unplug:
            hasPanel = false
            happen(.hotplug)
        case .replug:
            hasPanel = false
            happen(.hotplug)
            hasPanel = true
            isBusy = false
            lands = true
            happen(.hotplug)
        case .hang, .slow:
            // Frames never land, or the driver is busy; a panel that is not lit yet is not lit now either.
            let isShowing = machine.condition == .showing
            lands = fault == .slow
            isBusy = fault == .slow || !isShowing
            happen(machine.condition == .starting ? .begin : isShowing ? .changed : .hotplug)
            if fault == .hang { wait() }
        case .garbage:
            // Words that nobody asked for: a frame that landed twice, a paint that nobody ordered, ticks.
            for event in [DisplayMachine.Event.flipCompleted, .painted(.nothing), .tick, .flipCompleted] {
                happen(event)
            }
        case .permissionLate:
            mayDraw = false
            happen(.failed(.notMaster))
        case .cardGone:
            hasCard = false
            happen(.failed(.gone))
        }
    }

    /// Everything is well again, and told or not.
    mutating func recover() throws {
        (hasCard, hasPanel, mayDraw, isBusy, lands) = (true, true, true, false, true)
        if machine.condition == .starting { happen(.begin) }
        happen(.hotplug)
        wait(5)
        if case .showing(isFlipPending: true, _) = machine.state { happen(.flipCompleted) }
    }
}
