/// Rings whenever some device may have come, gone or changed; rings that nobody hears in time become one.
public final class ChangeBell: Sendable {
    /// For one reader.
    public let rings: AsyncStream<Void>
    private let continuation: AsyncStream<Void>.Continuation

    public init() {
        (rings, continuation) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
    }

    public func ring() { continuation.yield() }
}
