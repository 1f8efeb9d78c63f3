internal import Glibc
package import KioskCore
internal import SystemPackage

/// A TCP connection to a network printer.
package final class SocketTransport: PrinterTransport {
    private static let maxReadByteCount = 256

    private let socket: FileDescriptor
    private var interrupt: TransportInterrupt

    /// Takes over an open descriptor.
    private init(adopting socket: FileDescriptor, interrupt: TransportInterrupt = .none) {
        self.socket = socket
        self.interrupt = interrupt
    }

    /// Connects over TCP.
    package static func connected(
        to address: NetworkAddress, by deadline: Instant, interrupt: TransportInterrupt = .none
    ) throws(TransportFault) -> SocketTransport {
        var result: CInt = 0
        var error: CInt = 0
        let type = CInt(SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue)
        let opened = unsafe withSocketAddress(address) { target, length, family in
            let socket = Glibc.socket(family, type, 0)
            defer { error = errno }
            guard socket >= 0 else { return socket }
            result = unsafe connect(socket, target, length)
            return socket
        }
        guard let opened else { throw .notAnAddress(address.host) }
        guard opened >= 0 else { throw .unreachable(systemErrorText(error)) }
        let transport = SocketTransport(adopting: FileDescriptor(rawValue: opened), interrupt: interrupt)
        if result != 0 {
            guard error == EINPROGRESS else { throw .unreachable(systemErrorText(error)) }
            guard try transport.wait(for: CShort(POLLOUT), by: deadline) else { throw .timedOut }
            error = transport.pendingError()
            guard error == 0 else { throw .unreachable(systemErrorText(error)) }
        }
        transport.set(CInt(TCP_NODELAY), at: CInt(IPPROTO_TCP), to: CInt(1))
        return transport
    }

    deinit { try? socket.close() }

    package func ignoreInterrupt() { interrupt = .none }

    package func discardUnsent() {
        set(SO_LINGER, at: SOL_SOCKET, to: linger(l_onoff: 1, l_linger: 0))
    }

    package func write(_ bytes: ArraySlice<UInt8>, by deadline: Instant) throws(TransportFault) -> Int {
        guard try wait(for: CShort(POLLOUT), by: deadline) else { return 0 }
        let count = unsafe bytes.withUnsafeBytes { buffer in
            // Not `write`: a peer that is gone must be an error and not a signal.
            unsafe send(socket.rawValue, buffer.baseAddress, buffer.count, CInt(MSG_NOSIGNAL))
        }
        return count < 0 ? try ignorable(Errno(rawValue: errno), returning: 0) : count
    }

    package func read(by deadline: Instant) throws(TransportFault) -> [UInt8] {
        guard try wait(for: CShort(POLLIN), by: deadline) else { return [] }
        do {
            let bytes = try unsafe [UInt8](unsafeUninitializedCapacity: Self.maxReadByteCount) {
                buffer, count in
                count = try unsafe socket.read(into: UnsafeMutableRawBufferPointer(buffer))
            }
            guard bytes.isEmpty else { return bytes }
        } catch {
            return try ignorable(error as? Errno ?? .ioError, returning: [])
        }
        throw .closed
    }

    /// What was handed over is the kernel's.
    package func cancelWrite() -> Int { 0 }

    package func portCondition() -> PrinterCondition? { nil }

    private func ignorable<Value>(
        _ error: Errno, returning value: Value
    ) throws(TransportFault) -> Value {
        switch error {
        case .resourceTemporarilyUnavailable, .interrupted: return value
        case .brokenPipe, .connectionReset: throw .closed
        default: throw .unreachable(systemErrorText(error.rawValue))
        }
    }

    /// Waits for the socket.
    ///
    /// - Returns: `false` at the deadline.
    private func wait(for events: CShort, by deadline: Instant) throws(TransportFault) -> Bool {
        while true {
            var waits = [pollfd(fd: socket.rawValue, events: events, revents: 0)] + interrupt.polls
            let left = ContinuousClock.now.duration(to: deadline)
            let ready = unsafe poll(&waits, nfds_t(waits.count), left.wholeMilliseconds)
            if waits.dropFirst().contains(where: { $0.revents != 0 }) { throw .interrupted }
            if ready > 0 { return true }
            if ready == 0, ContinuousClock.now >= deadline { return false }
            if ready < 0, errno != EINTR { throw .unreachable(systemErrorText()) }
        }
    }

    private func set<Value>(_ name: CInt, at level: CInt, to value: Value) {
        unsafe withUnsafeBytes(of: value) {
            _ = unsafe setsockopt(socket.rawValue, level, name, $0.baseAddress, socklen_t($0.count))
        }
    }

    private func pendingError() -> CInt {
        var value: CInt = 0
        var size = socklen_t(MemoryLayout<CInt>.size)
        return unsafe getsockopt(socket.rawValue, SOL_SOCKET, SO_ERROR, &value, &size) == 0 ? value : errno
    }
}

/// Calls with a socket address made of digits; no name is ever looked up.
///
/// - Returns: `nil` if the host is not an IP address.
func withSocketAddress<Result>(
    _ address: NetworkAddress, _ body: (UnsafePointer<sockaddr>, socklen_t, CInt) -> Result
) -> Result? {
    var hints = unsafe addrinfo()
    unsafe hints.ai_flags = AI_NUMERICHOST | AI_NUMERICSERV
    unsafe hints.ai_socktype = CInt(SOCK_STREAM.rawValue)
    var list: UnsafeMutablePointer<addrinfo>?
    guard unsafe getaddrinfo(address.host, String(address.port), &hints, &list) == 0, let first = unsafe list
    else { return nil }
    defer { unsafe freeaddrinfo(first) }
    guard let target = unsafe first.pointee.ai_addr else { return nil }
    return unsafe body(target, first.pointee.ai_addrlen, first.pointee.ai_family)
}
