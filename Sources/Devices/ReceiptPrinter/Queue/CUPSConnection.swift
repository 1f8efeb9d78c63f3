internal import CCups
internal import Glibc
internal import KioskCore
internal import Synchronization

/// One HTTP connection to a CUPS server or an IPP printer; its calls block.
///
/// A step in which nothing comes ends after `patience`, and a call to a stranger as a whole after its limit;
/// not counted there are a connection that is made anew on the way, and TLS's first words, which only silence
/// ends.
@safe struct CUPSConnection: ~Copyable {
    /// Milliseconds for a connection.
    private static let connectPatience: CInt = 2000
    /// Seconds for a step of a call; a durable job takes CUPS some 50 ms.
    private static let patience = 5.0

    private let http: OpaquePointer
    private let limit: Duration?

    init(to server: CUPSServer) throws(CUPSFault) {
        do throws(CUPSFault) {
            try self.init(
                to: NetworkAddress(host: server.host, port: server.port),
                limit: server.isLocal ? nil : PrintJobDelays.call)
        } catch {
            throw .unreachable("CUPS does not answer at \(server.host):\(server.port); is cupsd running?")
        }
    }

    /// - Parameter limit: How long a call may take; without end where only silence ends it.
    init(to address: NetworkAddress, isEncrypted: Bool = false, limit: Duration?) throws(CUPSFault) {
        let http = unsafe httpConnect2(
            address.host, CInt(address.port), nil, AF_UNSPEC,
            isEncrypted ? HTTP_ENCRYPTION_ALWAYS : HTTP_ENCRYPTION_IF_REQUESTED, 1, Self.connectPatience, nil)
        guard let http = unsafe http else { throw .unreachable("Nobody answers at \(address).") }
        unsafe httpSetTimeout(http, Self.patience, { _, _ in 0 }, nil)
        unsafe self.http = http
        self.limit = limit
    }

    deinit { unsafe httpClose(http) }

    /// Sends a request with a document behind it, if any.
    borrowing func exchange(
        _ request: consuming IPPMessage, resource: String, document: [UInt8] = []
    ) throws(CUPSFault) -> IPPMessage {
        let deadline = limit.map { CallDeadline(within: $0) }
        defer { deadline?.end() }
        unsafe deadline?.watch(httpGetFd(http))
        // libcups asks for a password at the terminal; nobody is there. It remembers that for each thread,
        // and the next call on this connection may come on another one.
        unsafe cupsSetPasswordCB2({ _, _, _, _, _ in nil }, nil)
        let length = request.length + document.count
        var status = unsafe request.withPointer { unsafe cupsSendRequest(http, $0, resource, length) }
        if status == HTTP_STATUS_CONTINUE, !document.isEmpty {
            status = unsafe document.withUnsafeBytes { buffer in
                unsafe cupsWriteRequestData(
                    http, buffer.baseAddress?.assumingMemoryBound(to: CChar.self), buffer.count)
            }
        }
        unsafe deadline?.watch(httpGetFd(http))
        // Read the answer in any case: a refusal comes with its reason.
        guard let pointer = unsafe cupsGetResponse(http, resource) else { throw .lost(Self.lastError()) }
        let response = unsafe IPPMessage(adopting: pointer)
        guard response.status.rawValue < IPP_STATUS_REDIRECTION_OTHER_SITE.rawValue else {
            throw .refused(response.strings("status-message").first ?? Self.lastError())
        }
        return response
    }

    private static func lastError() -> String {
        unsafe cupsLastErrorString().map { unsafe String(cString: $0) } ?? "unknown"
    }
}

/// Closes the connection under a call that takes too long as a whole.
///
/// libcups gives up when nothing comes for a while; a server that sends a byte now and then it follows for
/// ever.
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
