/// When to call again: at once while there is more, later and later while the centre does not answer.
public struct LinkSchedule: Hashable, Sendable {
    public enum Outcome: Hashable, Sendable {
        /// The centre answered and there is more to do.
        case more
        /// The centre answered, and all is done; the call took this long.
        case done(took: Duration)
        case failed
    }

    /// The first pause after a failure; each further one is twice as long.
    public static let firstPause = Duration.seconds(1)
    /// The longest pause: the kiosk is back within seconds of the network, and ten thousand kiosks that
    /// wait for one centre still ask it less than two thousand times a second.
    public static let longestPause = Duration.seconds(8)
    /// Calls that find nothing to do are at least this far apart, even when a poll does not wait.
    public static let leastInterval = Duration.seconds(1)

    /// How often it failed in a row.
    public private(set) var failures = 0

    public init() {}

    /// The pause before the next call.
    ///
    /// - Parameter jitter: 0 to 1, by chance: after a power cut many kiosks start in the same second.
    public mutating func pause(after outcome: Outcome, jitter: Double) -> Duration {
        switch outcome {
        case .more:
            failures = 0
            return .zero
        case .done(let took):
            failures = 0
            return max(.zero, Self.leastInterval - took)
        case .failed:
            let doubled = Self.firstPause * (1 << min(failures, 10))
            failures += 1
            return min(doubled, Self.longestPause) * (0.5 + 0.5 * min(max(jitter, 0), 1))
        }
    }
}
