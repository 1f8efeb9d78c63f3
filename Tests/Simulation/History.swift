import KioskCore

/// What happened, in order: the last events as text, all of them as one hash.
struct History {
    /// How many events a report shows.
    static let shown = 30

    private(set) var count = 0
    /// FNV-1a over every line.
    private(set) var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    private var last: [String] = []

    mutating func note(_ line: String) {
        count += 1
        for byte in line.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
        last.append(line)
        if last.count > Self.shown * 2 { last.removeFirst(Self.shown) }
    }

    var tail: String { last.suffix(Self.shown).joined(separator: "\n") }
}

/// A rule that did not hold.
struct Violation: Error {
    var rule: String
    var detail: String
}

/// A violation, with all that is needed to see it again.
public struct SimulationFailure: Error, CustomStringConvertible {
    public var rule: String
    public var seed: UInt64
    /// The day, from 1, and the number of the event.
    public var day: Int
    public var event: Int
    public var description: String

    init(_ violation: Violation, seed: UInt64, day: Int, history: History) {
        rule = violation.rule
        self.seed = seed
        self.day = day
        event = history.count
        description = """
            \(violation.rule) does not hold: \(violation.detail)
            seed \(seed), day \(day), event \(history.count); the last events:
            \(history.tail)
            Again: make simulate SEED=\(seed) DAYS=\(day)
            """
    }
}
