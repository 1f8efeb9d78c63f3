/// Notifies one reader that some device may have come, gone or changed; notifications that it has not read
/// yet become one.
public final class ChangeNotifier: Sendable {
    /// For one reader.
    public let notifications: AsyncStream<Void>
    private let continuation: AsyncStream<Void>.Continuation

    public init() {
        (notifications, continuation) = AsyncStream.makeStream(
            of: Void.self, bufferingPolicy: .bufferingNewest(1))
    }

    public func notify() { continuation.yield() }
}
