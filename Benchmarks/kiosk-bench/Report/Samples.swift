import Glibc

/// Times of the same thing, done many times, in milliseconds.
struct Samples: Sendable {
    private(set) var values: [Double] = []
    /// Times that were left out, because meanwhile the kernel gave a core of ours to another process.
    private(set) var disturbed = 0

    var count: Int { values.count }
    var median: Double { quantile(0.5) }
    var p99: Double { quantile(0.99) }

    mutating func add(_ time: Timing) {
        if time.isDisturbed { disturbed += 1 } else { values.append(time.duration.milliseconds) }
    }

    mutating func add(_ time: Duration) { values.append(time.milliseconds) }
    mutating func add(milliseconds: Double) { values.append(milliseconds) }

    mutating func add(_ others: Samples) {
        values += others.values
        disturbed += others.disturbed
    }

    /// The smallest value that so many of all values do not exceed; with few samples p99 is the worst.
    private func quantile(_ share: Double) -> Double {
        let sorted = values.sorted()
        guard !sorted.isEmpty else { return .nan }
        let rank = Int((share * Double(sorted.count)).rounded(.up)) - 1
        return sorted[min(max(rank, 0), sorted.count - 1)]
    }
}

/// How long something took, and whether it had its core for itself.
struct Timing: Sendable {
    var duration: Duration
    var isDisturbed: Bool
}

extension Duration {
    var milliseconds: Double { self / .milliseconds(1) }
}

/// Does something and measures how long it took, by a clock that never jumps.
func timed<Value>(_ body: () throws -> Value) rethrows -> (Value, Timing) {
    let (start, displaced) = (ContinuousClock.now, timesDisplaced())
    let value = try body()
    let duration = ContinuousClock.now - start
    return (value, Timing(duration: duration, isDisturbed: timesDisplaced() != displaced))
}

/// The same for what waits.
func timed<Value>(_ body: () async throws -> Value) async rethrows -> (Value, Timing) {
    let (start, displaced) = (ContinuousClock.now, timesDisplaced())
    let value = try await body()
    let duration = ContinuousClock.now - start
    return (value, Timing(duration: duration, isDisturbed: timesDisplaced() != displaced))
}

/// How often a thread of this process lost its core to another one before it was done.
private func timesDisplaced() -> Int {
    var usage = rusage()
    getrusage(RUSAGE_SELF.rawValue, &usage)
    return usage.ru_nivcsw
}
