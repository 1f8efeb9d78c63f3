/// One line of the report: what was measured, and what it should be.
struct Finding: Codable, Sendable {
    enum Verdict: String, Codable, Sendable {
        case met, missed
        /// Nothing promises anything about it; it explains another line.
        case noBudget = "no budget"
        /// What it is measured with, or against, is not on this machine.
        case skipped
    }

    /// Stays the same when the words change.
    var key: String
    var what: String
    /// The value that the budget is about.
    var value: Double?
    var unit: String
    /// The most that `value` may be; for rates the least.
    var budget: Double?
    var isAtLeast = false
    var median: Double?
    var p99: Double?
    var samples: Int?
    /// Samples left out, because another process had taken the core.
    var disturbed: Int?
    var note: String

    var verdict: Verdict {
        guard let value else { return .skipped }
        guard let budget else { return .noBudget }
        return (isAtLeast ? value >= budget : value <= budget) ? .met : .missed
    }

    init(
        _ key: String, _ what: String, _ value: Double?, _ unit: String, budget: Double? = nil,
        isAtLeast: Bool = false, note: String = ""
    ) {
        // Of no samples there is no value, and no ratio.
        let value = value.flatMap { $0.isFinite ? $0 : nil }
        (self.key, self.what, self.value, self.unit) = (key, what, value, unit)
        (self.budget, self.isAtLeast, self.note) = (budget, isAtLeast, note)
    }

    /// Judges a distribution by its 99th percentile.
    init(_ key: String, _ what: String, p99 samples: Samples, budget: Double? = nil, note: String = "") {
        self.init(key, what, samples.p99, "ms", budget: budget, note: note)
        describe(samples)
    }

    /// Judges a distribution by its median.
    init(_ key: String, _ what: String, median samples: Samples, budget: Double? = nil, note: String = "") {
        self.init(key, what, samples.median, "ms", budget: budget, note: note)
        describe(samples)
    }

    static func skipped(_ key: String, _ what: String, why: String) -> Finding {
        Finding(key, what, nil, "", note: why)
    }

    private mutating func describe(_ samples: Samples) {
        if samples.count > 0 { (median, p99) = (samples.median, samples.p99) }
        (self.samples, disturbed) = (samples.count, samples.disturbed)
    }
}
