import Synchronization

/// How the cable between a kiosk and the central system behaves.
public enum LinkCondition: String, CaseIterable, Hashable, Sendable, Codable {
    case up
    /// Connections are refused, and those there were are cut.
    case down
    /// Every piece takes 400 ms longer, in both directions: more than a dispenser waits for a number.
    case slow
    /// Nothing is refused and nothing arrives.
    case silent
    /// Requests reach the centre and its answers are lost: what makes a kiosk send things twice.
    case answersLost = "answers-lost"

    static let slowness = Duration.milliseconds(400)
}

/// What one connection has seen, and so which way bytes may go.
///
/// The relay cannot read TLS. An answer worth losing comes after the handshake, and the handshake is over
/// when the kiosk speaks again after the centre's first bytes (TLS 1.3: its second flight, then requests).
final class Conversation: Sendable {
    enum Side: Hashable, Sendable { case kiosk, centre }
    private struct State {
        var centreHasSpoken = false
        var handshakeIsOver = false
    }
    private let state = Mutex(State())

    /// One side said something: whether the other gets it.
    func passes(from side: Side, when condition: LinkCondition) -> Bool {
        state.withLock { state in
            switch side {
            case .centre: state.centreHasSpoken = true
            case .kiosk: if state.centreHasSpoken { state.handshakeIsOver = true }
            }
            return switch condition {
            case .up, .slow: true
            case .down, .silent: false
            case .answersLost: side == .kiosk || !state.handshakeIsOver
            }
        }
    }
}
