import Glibc
import Testing

/// Every state of a panel × everything that can go wrong, with the real hub on an emulated evdev panel: one
/// defined outcome a cell, every press with its end, and the next touch right.
@Suite(
    .enabled(if: TouchEmulator.whatIsMissing == nil, "\(TouchEmulator.whatIsMissing ?? "")"),
    .timeLimit(.minutes(10)))
struct TouchFaultMatrix {
    enum Place: CaseIterable { case noPanel, resting, fingerDown, secondFinger, calibrating }
    enum Fault: CaseIterable { case unplug, replug, hang, garbage, slow, permissionLate }

    struct Cell: CustomTestStringConvertible, Sendable {
        var place: Place
        var fault: Fault
        var hasFinger: Bool { place == .fingerDown || place == .secondFinger }
        var testDescription: String { "\(place), \(fault)" }
    }

    static let cells = Place.allCases.flatMap { place in
        Fault.allCases.map { Cell(place: place, fault: $0) }
    }

    /// What is read besides moves, from the state to the end of the fault.
    enum Outcome {
        /// Nothing was touched.
        case nothing
        /// So many whole presses.
        case pressed(Int)
        /// The press ends as if the finger had slipped off: it does nothing.
        case cancelled
        /// The press ends where the finger was.
        case lifted(andPressed: Int = 0)

        var phases: [String] {
            switch self {
            case .nothing: []
            case .pressed(let count): Array(repeating: ["down", "up"], count: count).flatMap(\.self)
            case .cancelled: ["down", "cancelled"]
            case .lifted(let count): ["down", "up"] + Self.pressed(count).phases
            }
        }
    }

    static func expected(_ cell: Cell) -> Outcome {
        switch (cell.hasFinger, cell.fault) {
        case (true, .unplug), (true, .replug), (true, .permissionLate): .cancelled
        // The lifting that was lost is found out; what no panel may say lifts nothing.
        case (true, .hang), (true, .garbage): .lifted()
        case (true, .slow): .lifted(andPressed: TouchStand.taps)
        case (false, .hang): .pressed(1)
        case (false, .slow): .pressed(TouchStand.taps)
        case (false, .unplug), (false, .replug), (false, .garbage), (false, .permissionLate): .nothing
        }
    }

    @Test func `the matrix has every cell`() { #expect(Self.cells.count == 5 * 6) }

    @Test(arguments: cells)
    func `every fault in every state has its outcome, and the next touch is right`(_ cell: Cell) async throws
    {
        let stand = try await TouchStand()
        try await stand.reach(cell.place)
        try await stand.suffer(cell.fault, hasFinger: cell.hasFinger)
        try await stand.recover()
        // Raw while it is being calibrated, also on a panel that came back.
        let isRaw = cell.place == .calibrating
        try await stand.touch(480, 300, seenAt: isRaw ? "480 300" : "960 300")
        #expect(stand.phases == Self.expected(cell).phases + ["down", "up"])
        if isRaw {
            try await stand.calibrate(TouchStand.calibration)
            try await stand.touch(480, 900, seenAt: "960 900")
        }
        #expect(stand.moves < TouchStand.storm.count, "a slow reader is spared the moves that nobody needs")
    }
}

/// An emulated panel of 1920 by 1080 units, whose touches come out a quarter of the width farther to the
/// right.
private struct TouchStand {
    static let calibration = "1,0,0.25,0,1,0"
    static let taps = 3
    /// More moves than the hub keeps for a reader.
    static let storm = (0..<400).map { "move 0 \(700 + $0 % 300) \(500 + $0)" }

    private let bench: TouchBench

    init() async throws {
        // A user who may not open everything, where we are one who may.
        bench = try TouchBench(
            ["--display", "memory", "--size", "1920x1080", "--calibration", Self.calibration]
                + ["--user", getuid() == 0 ? "65534" : "\(getuid())"])
        try await bench.expectPanel(listed: true)
    }

    /// What was read, without the moves.
    var phases: [String] { words.filter { $0 != "move" } }
    var moves: Int { words.count { $0 == "move" } }
    private var words: [String] {
        bench.touches.compactMap { $0.split(separator: " ").first.map(String.init) }
    }

    func calibrate(_ numbers: String) async throws {
        bench.tell("probe calibrate \(numbers)")
        try await bench.expect("done calibrate")
    }

    func touch(_ x: Int, _ y: Int, seenAt place: String) async throws {
        bench.tell("down 0 \(x) \(y)", "up 0")
        try await bench.expect("touch down \(place)")
        try await bench.expect("touch up \(place)")
    }

    func reach(_ place: TouchFaultMatrix.Place) async throws {
        switch place {
        case .noPanel: try await pull()
        case .resting: break
        case .fingerDown:
            bench.tell("down 0 100 200")
            try await bench.expect("touch down 580 200")
        case .secondFinger:
            bench.tell("down 0 100 200", "down 1 900 800", "move 0 110 200")
            try await bench.expect("touch move 590 200")
        case .calibrating: try await calibrate("1,0,0,0,1,0")
        }
    }

    func suffer(_ fault: TouchFaultMatrix.Fault, hasFinger: Bool) async throws {
        let isPlugged = try await isListed()
        // Without a panel the fault comes with the panel.
        if !isPlugged, fault != .permissionLate { try await plug() }
        switch fault {
        case .unplug: try await pull()
        case .replug:
            try await pull()
            try await plug()
            if hasFinger { bench.tell("move 0 120 200") }
        case .hang where hasFinger: bench.tell("silently up 0")
        case .hang:
            bench.tell("silently down 0 700 700")
            try await bench.expect("touch down")
            bench.tell("up 0")
        case .garbage: bench.tell("garbage")
        case .slow:
            bench.tell("probe hold")
            try await bench.expect("done hold")
            let presses = (0..<Self.taps).flatMap { ["down 0 \($0 * 300) 100", "up 0"] }
            let storm = Array(presses.prefix(hasFinger ? 0 : 1)) + Self.storm + ["up 0"]
            bench.tell(storm + presses.dropFirst(hasFinger ? 0 : 2) + ["read"])
            try await bench.expect("read")
            bench.tell("probe release")
        case .permissionLate:
            if isPlugged { try await pull() }
            bench.tell("forbid", "plug")
            try await bench.expectDevices {
                $0.contains { $0.hasPrefix("device other forbidden") }
            }
            bench.tell("permit")
            try await bench.expectPanel(listed: true)
        }
    }

    /// The panel is there, and nothing lies on it any more.
    func recover() async throws {
        if try await !isListed() { try await plug() }
        bench.tell("up 0", "up 1")
    }

    private func isListed() async throws -> Bool {
        var isListed = false
        try await bench.expectDevices { list in
            isListed = list.contains("device multiTouch used Emulated Panel")
            return true
        }
        return isListed
    }

    private func pull() async throws {
        bench.tell("unplug")
        try await bench.expectPanel(listed: false)
    }

    private func plug() async throws {
        bench.tell("plug")
        try await bench.expectPanel(listed: true)
    }
}
