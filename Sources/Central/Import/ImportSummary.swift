/// What an import did.
public struct ImportSummary: Hashable, Sendable {
    /// New or different; each of these is one change in the feed.
    public var changed = 0
    /// As the centre knew them; no change in the feed.
    public var unchanged = 0
    /// No longer in the source, and so gone from the centre.
    public var removed = 0
    /// Lines or entries that could not be used.
    public var refused = 0

    public init() {}

    /// 0 if all could be used, 1 if some could not, 2 if none could.
    public var exitStatus: Int {
        if refused == 0 { return 0 }
        return changed + unchanged == 0 ? 2 : 1
    }
}

/// Something in a source that a person should look at; it never repeats the source's values.
public struct ImportRemark: Hashable, Sendable, CustomStringConvertible {
    /// Where: `line 17`, or the code of a procedure.
    public var place: String
    public var reason: String

    public var description: String { "\(place): \(reason)" }
}

/// Decides when an import reports its progress: only if it takes long (requirement V-01).
public struct ImportProgress: Sendable {
    /// Seconds that an import may take without a report.
    static let quietTime = 10.0

    private let isTerminal: Bool
    private var lastPercent = 0

    /// - Parameter isTerminal: whether a line can be overwritten: then every percent is reported, else every
    ///   fifth.
    public init(isTerminal: Bool) { self.isTerminal = isTerminal }

    /// The percent to report now; `nil` if there is nothing new to report.
    ///
    /// - Parameters:
    ///   - fraction: how much is done, 0 to 1.
    ///   - elapsed: since the beginning.
    public mutating func percent(done fraction: Double, after elapsed: Duration) -> Int? {
        let seconds = Double(elapsed.components.seconds) + Double(elapsed.components.attoseconds) / 1e18
        guard fraction > 0, seconds >= 0.5, seconds / fraction > Self.quietTime else { return nil }
        let step = isTerminal ? 1 : 5
        let percent = Int(min(1, fraction) * 100) / step * step
        guard percent > lastPercent else { return nil }
        lastPercent = percent
        return percent
    }
}

/// Why a line or an entry of an import cannot be used.
enum ImportFault: Error, Equatable, CustomStringConvertible {
    case tooLong
    case notAnObject
    case missing(String)
    /// A key whose value is not the expected one.
    case value(String, String)

    /// Names the key, from this depth on.
    init(_ error: DecodingError, below depth: Int = 0) {
        func name(_ path: [any CodingKey]) -> String {
            path.dropFirst(depth).map(\.stringValue).joined(separator: ".")
        }
        switch error {
        case .keyNotFound(let key, let context): self = .missing(name(context.codingPath + [key]))
        case .typeMismatch(_, let context) where context.codingPath.count > depth,
            .valueNotFound(_, let context) where context.codingPath.count > depth:
            self = .value(name(context.codingPath), "another kind of value")
        default: self = .notAnObject
        }
    }

    var description: String {
        switch self {
        case .tooLong: "longer than \(LineReader.maxLineByteCount) bytes"
        case .notAnObject: "not a JSON object in UTF-8"
        case .missing(let key): "\(key) is missing"
        case .value(let key, let expected): "\(key) must be \(expected)"
        }
    }
}
