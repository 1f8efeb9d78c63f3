/// How many slips each hour of a day takes: so far today, and usually.
public struct SlipDemand: Hashable, Sendable {
    public static let hours = 24

    /// By hour of the day, 24 each.
    public private(set) var today: [Int]
    /// The mean of earlier working days, by hour; `nil` if there were none.
    public private(set) var usual: [Double]?

    /// - Parameters:
    ///   - today: slips by hour; what is missing is zero.
    ///   - earlier: the same of earlier days on which slips were taken.
    public init(today: [Int], earlier: [[Int]]) {
        self.today = Self.day(today)
        guard !earlier.isEmpty else { return }
        var sums = [Double](repeating: 0, count: Self.hours)
        for day in earlier { for (hour, count) in Self.day(day).enumerated() { sums[hour] += Double(count) } }
        usual = sums.map { $0 / Double(earlier.count) }
    }

    /// How much busier today is than usual, judged by the hours that are over; a quiet first hour says
    /// little.
    func factor(before hour: Int) -> Double {
        guard let usual else { return 1 }
        let soFar = Double(today.prefix(hour).reduce(0, +))
        let expected = usual.prefix(hour).reduce(0, +)
        let ratio = (soFar + Self.priorWeight) / (expected + Self.priorWeight)
        return min(max(ratio, 0.5), 2)
    }

    /// Slips of prior weight that keep the ratio near 1 while few were counted.
    private static let priorWeight = 5.0

    private static func day(_ counts: [Int]) -> [Int] {
        Array((counts + [Int](repeating: 0, count: hours)).prefix(hours)).map { max(0, $0) }
    }
}
