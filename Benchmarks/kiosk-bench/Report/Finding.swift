/// One line of the report: what was measured, what it is measured against, and what it should be.
struct Finding: Codable, Sendable {
    enum Verdict: String, Codable, Sendable {
        case met, missed
        /// It explains another line.
        case noGoal = "–"
        /// What it is measured with, or against, is not on this machine.
        case skipped
    }

    /// How many times as much as something bare that was measured in the same run.
    struct Ratio: Codable, Sendable {
        var value: Double
        /// What it is a ratio to.
        var to: String
    }

    /// The most, or the least, that the ratio may be; of a line without a ratio, the value.
    struct Goal: Codable, Sendable {
        var limit: Double
        var isAtLeast = false

        static func atMost(_ limit: Double) -> Goal { Goal(limit: limit) }
        static func atLeast(_ limit: Double) -> Goal { Goal(limit: limit, isAtLeast: true) }
    }

    /// Stays the same when the words change.
    var key: String
    var what: String
    /// Of a distribution, the median.
    var value: Double?
    var unit: String
    var p99: Double?
    var ratio: Ratio?
    var goal: Goal?
    var samples: Int?
    /// Samples left out, because another process had taken the core.
    var disturbed: Int?
    var note: String

    var verdict: Verdict {
        guard let value else { return .skipped }
        guard let goal else { return .noGoal }
        let judged = ratio?.value ?? value
        return (goal.isAtLeast ? judged >= goal.limit : judged <= goal.limit) ? .met : .missed
    }

    /// A single value; `nil` or not finite is *skipped*.
    init(
        _ key: String, _ what: String, _ value: Double?, _ unit: String, to bare: Bare? = nil,
        goal: Goal? = nil, note: String = ""
    ) {
        let value = value.flatMap { $0.isFinite ? $0 : nil }
        (self.key, self.what, self.value, self.unit) = (key, what, value, unit)
        (self.goal, self.note) = (goal, note)
        if let value, let bare, (value / bare.value).isFinite {
            ratio = Ratio(value: value / bare.value, to: bare.name)
        }
    }

    /// A distribution; its median is what is compared and judged.
    init(
        _ key: String, _ what: String, _ samples: Samples, to bare: Bare? = nil, goal: Goal? = nil,
        note: String = ""
    ) {
        self.init(key, what, samples.median, "ms", to: bare, goal: goal, note: note)
        if samples.count > 0 { p99 = samples.p99 }
        (self.samples, disturbed) = (samples.count, samples.disturbed)
    }

    static func skipped(_ key: String, _ what: String, why: String) -> Finding {
        Finding(key, what, nil, "", note: why)
    }
}

/// The least that something could cost: measured in the same run, in turns with what is compared to it.
struct Bare: Sendable {
    var name: String
    var value: Double

    init(_ name: String, _ value: Double) { (self.name, self.value) = (name, value) }
    init(_ name: String, _ samples: Samples) { self.init(name, samples.median) }
}
