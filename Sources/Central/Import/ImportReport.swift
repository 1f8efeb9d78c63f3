/// What an import did.
public struct ImportTally: Hashable, Sendable {
    /// New or different; each of these is one change in the feed.
    public var changed = 0
    /// As the centre knew them; no change in the feed.
    public var unchanged = 0
    /// No longer in the source, and so gone from the centre.
    public var removed = 0
    /// Lines or entries that could not be used.
    public var refused = 0

    public init() {}

    /// 0 when all is good, 1 when some could not be used, 2 when nothing could.
    public var exitStatus: Int {
        if refused == 0 { return 0 }
        return changed + unchanged == 0 ? 2 : 1
    }
}

/// Something in a source that a person should look at; it never repeats what stood there.
public struct ImportRemark: Hashable, Sendable, CustomStringConvertible {
    /// Where: `line 17`, or the code of a procedure.
    public var place: String
    public var reason: String

    public var description: String { "\(place): \(reason)" }
}

/// Decides when an import says how far it is: only when it takes long (requirement V-01).
public struct ProgressLine: Sendable {
    /// Seconds that an import may take without a word.
    static let patience = 10.0

    private let isTerminal: Bool
    private var lastPercent = 0

    /// - Parameter isTerminal: whether a line can be written over: then every percent is told, else every fifth.
    public init(isTerminal: Bool) { self.isTerminal = isTerminal }

    /// The percent to tell now; nothing when there is nothing new to tell.
    ///
    /// - Parameters:
    ///   - fraction: how much is done, 0 to 1.
    ///   - elapsed: since the beginning.
    public mutating func percent(done fraction: Double, after elapsed: Duration) -> Int? {
        let seconds = Double(elapsed.components.seconds) + Double(elapsed.components.attoseconds) / 1e18
        guard fraction > 0, seconds >= 0.5, seconds / fraction > Self.patience else { return nil }
        let step = isTerminal ? 1 : 5
        let percent = Int(min(1, fraction) * 100) / step * step
        guard percent > lastPercent else { return nil }
        lastPercent = percent
        return percent
    }
}
