internal import Glibc
internal import Synchronization

/// Cuts the line under a call that takes too long as a whole.
///
/// libcups gives up when nothing comes for a while; a server that sends a byte now and then it follows for ever.
final class CallDeadline: Sendable {
    /// Our own handle on the connection, so that no other one can have its number; -1 once the call is over.
    private let socket: Mutex<CInt>
    private let alarm = Mutex<Task<Void, Never>?>(nil)

    init(_ socket: CInt, within limit: Duration) {
        self.socket = Mutex(dup(socket))
        let alarm = Task { [weak self] in
            guard (try? await Task.sleep(for: limit)) != nil else { return }
            self?.cut()
        }
        self.alarm.withLock { $0 = alarm }
    }

    deinit { end() }

    private func cut() {
        socket.withLock { if $0 >= 0 { _ = shutdown($0, CInt(SHUT_RDWR)) } }
    }

    /// The call is over.
    func end() {
        alarm.withLock { $0?.cancel() }
        socket.withLock { socket in
            if socket >= 0 { close(socket) }
            socket = -1
        }
    }
}
