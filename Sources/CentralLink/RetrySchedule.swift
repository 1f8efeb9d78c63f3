/// When to send the next request: at once while there is more to do, later and later while the centre cannot
/// be reached.
public struct RetrySchedule: Hashable, Sendable {
    public enum Outcome: Hashable, Sendable {
        /// The centre responded and there is more to do.
        case more
        /// The centre responded and all is done; the request took this long.
        case done(took: Duration)
        case failed
    }

    /// Failures in a row.
    public private(set) var failures = 0

    public init() {}

    /// The delay before the next request.
    ///
    /// - Parameter jitter: 0 to 1, random: after a power cut many kiosks start in the same second.
    public mutating func delay(after outcome: Outcome, jitter: Double) -> Duration {
        switch outcome {
        case .more:
            failures = 0
            return .zero
        case .done(let took):
            failures = 0
            return max(.zero, LinkLimits.minRequestInterval - took)
        case .failed:
            let doubled = LinkLimits.firstRetryDelay * (1 << min(failures, 10))
            failures += 1
            return min(doubled, LinkLimits.maxRetryDelay) * (0.5 + 0.5 * min(max(jitter, 0), 1))
        }
    }
}
