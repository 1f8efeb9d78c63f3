import KioskCore

/// Slows down whoever tries codes one after the other: codes are sequential and easy to guess (domain.md
/// 9.4).
struct MissLimit: Hashable, Sendable {
    /// So many lookups without a result within a minute are an honest visitor's; more are not.
    static let most = 30
    private static let window = Duration.seconds(60)
    private var misses: [Duration] = []

    mutating func noteMiss(now: Moment) {
        misses.removeAll { now.uptime - $0 >= Self.window }
        misses.append(now.uptime)
    }

    func isReached(now: Moment) -> Bool {
        misses.count { now.uptime - $0 < Self.window } >= Self.most
    }
}
