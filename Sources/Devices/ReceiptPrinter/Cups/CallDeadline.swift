internal import Glibc
internal import Synchronization

/// Cuts the line under a call that takes too long as a whole.
///
/// libcups gives up when nothing comes for a while; a server that sends a byte now and then it follows for ever.
final class CallDeadline: Sendable {
    private struct Line {
        /// Our own handle on the connection, so that no other one can have its number; -1 when there is none.
        var socket: CInt = -1
        var isCut = false

        mutating func letGo() {
            if socket >= 0 { close(socket) }
            socket = -1
        }

        func cut() { if socket >= 0 { _ = shutdown(socket, CInt(SHUT_RDWR)) } }
    }

    private let line = Mutex(Line())
    private let alarm = Mutex<Task<Void, Never>?>(nil)

    init(within limit: Duration) {
        // Unstructured on purpose: whoever would wait for it is blocked in the library.
        let alarm = Task { [weak self] in
            guard (try? await Task.sleep(for: limit)) != nil else { return }
            self?.pass()
        }
        self.alarm.withLock { $0 = alarm }
    }

    deinit { end() }

    /// The call goes over this connection now: libcups may have made another one meanwhile.
    func watch(_ socket: CInt) {
        line.withLock { line in
            line.letGo()
            line.socket = fcntl(socket, F_DUPFD_CLOEXEC, 0)
            if line.isCut { line.cut() }
        }
    }

    private func pass() {
        line.withLock { line in
            line.isCut = true
            line.cut()
        }
    }

    /// The call is over.
    func end() {
        alarm.withLock { $0?.cancel() }
        line.withLock { $0.letGo() }
    }
}
