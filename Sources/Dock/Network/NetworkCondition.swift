import Synchronization

/// How the network between a kiosk and the central system behaves.
public enum NetworkCondition: String, CaseIterable, Hashable, Sendable, Codable {
    case up
    /// Connections are refused, and open ones are closed.
    case down
    /// Every segment takes 400 ms longer, in both directions: more than a dispenser waits for a number.
    case slow
    /// Connections are accepted, and nothing arrives.
    case silent
    /// Requests reach the central system and its responses are lost, so that a kiosk sends again.
    case responsesLost = "answers-lost"

    static let delay = Duration.milliseconds(400)
}

/// How far one connection has come, and so which way bytes may go.
///
/// The proxy cannot read TLS. A response comes after the handshake, and the handshake is over when the kiosk
/// sends again after the central system's first bytes (TLS 1.3: its second flight, then requests).
final class ProxiedConnection: Sendable {
    enum Side: Hashable, Sendable { case kiosk, central }
    private struct State {
        var centralHasSent = false
        var handshakeIsOver = false
    }
    private let state = Mutex(State())

    /// Records that one side sent something.
    /// - Returns: Whether it is forwarded to the other.
    func forwards(from side: Side, when condition: NetworkCondition) -> Bool {
        state.withLock { state in
            switch side {
            case .central: state.centralHasSent = true
            case .kiosk: if state.centralHasSent { state.handshakeIsOver = true }
            }
            return switch condition {
            case .up, .slow: true
            case .down, .silent: false
            case .responsesLost: side == .kiosk || !state.handshakeIsOver
            }
        }
    }
}
