/// Why a kiosk could not be asked, or would not do what it was asked.
public enum ControlFault: Error, Hashable, Sendable, CustomStringConvertible {
    /// Nothing listens there, or it may not be opened.
    case unreachable(socket: String, why: String)
    /// Another process already answers on this socket.
    case taken(socket: String)
    /// No whole answer before the deadline.
    case noAnswer(socket: String, within: Duration)
    /// The other side does not speak this protocol, or hung up in the middle.
    case garbled(String)
    /// The kiosk said no; its words.
    case refused(String)

    public var description: String {
        switch self {
        case .unreachable(let socket, let why):
            "no kiosk answers on \(socket) (\(why)): is kioskd running, and may you open the socket "
                + "(group kiosk)?"
        case .taken(let socket): "another process already answers on \(socket)"
        case .noAnswer(let socket, let time): "no answer on \(socket) within \(time)"
        case .garbled(let why): "the answer cannot be understood: \(why)"
        case .refused(let why): why
        }
    }
}
