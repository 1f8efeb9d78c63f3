internal import Devices
internal import Dispatch
internal import Glibc
internal import Synchronization

/// The printer behind the socket.
protocol PrinterSocketUser: AnyObject, Sendable {
    /// How many bytes it can take now.
    func freeSpace() -> Int
    func receive(_ bytes: [UInt8], now: ContinuousClock.Instant) -> [UInt8]
    func work(now: ContinuousClock.Instant) -> (replies: [UInt8], next: ContinuousClock.Instant?)
    func disconnected()
}

/// The printer's plug: one thread that listens, serves one connection at a time, and can be pulled.
final class PrinterSocket: Sendable {
    private struct Orders {
        var isOffline = false
        /// It was offline, be it only for a moment that the thread slept through.
        var wasPulled = false
        var stops = false
        var replies: [UInt8] = []
    }

    let port: UInt16
    private let listener: CInt
    private let wake: (reader: CInt, writer: CInt)
    private let orders = Mutex(Orders())

    init(port: UInt16) throws(SimulationFault) {
        (listener, self.port) = try Self.listeningSocket(port: port)
        var pair: [CInt] = [-1, -1]
        guard unsafe pipe(&pair) == 0 else {
            throw SimulationFault("No pipe: \(unsafe String(cString: strerror(errno))).")
        }
        wake = (pair[0], pair[1])
        for descriptor in pair + [listener] {
            _ = fcntl(descriptor, F_SETFL, O_NONBLOCK)
            _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
        }
    }

    func start(serving user: some PrinterSocketUser) {
        // A thread of its own, until `stop`.
        DispatchQueue(label: "virtual-receipt-printer-\(port)").async { [self, weak user] in
            var connection: CInt = -1
            while let user, turn(of: user, connection: &connection) {}
            orders.withLock { $0.stops = true }
            if connection >= 0 { _ = close(connection) }
            for descriptor in [listener, wake.reader, wake.writer] { _ = close(descriptor) }
        }
    }

    func stop() { order { $0.stops = true } }

    func faultChanged(isOffline: Bool, send replies: [UInt8]) {
        order {
            $0.isOffline = isOffline
            $0.wasPulled = $0.wasPulled || isOffline
            $0.replies += replies
        }
    }

    private func order(_ change: (inout Orders) -> Void) {
        orders.withLock { orders in
            guard !orders.stops else { return }
            change(&orders)
            var byte: UInt8 = 1
            _ = unsafe write(wake.writer, &byte, 1)
        }
    }

    /// Waits for something to do and does it.
    ///
    /// - Returns: `false` if it should stop.
    private func turn(of user: some PrinterSocketUser, connection: inout CInt) -> Bool {
        let work = user.work(now: .now)
        reply(work.replies, over: connection)
        let freeSpace = user.freeSpace()
        var waits = [
            pollfd(fd: wake.reader, events: CShort(POLLIN), revents: 0),
            pollfd(fd: connection < 0 ? listener : -1, events: CShort(POLLIN), revents: 0),
            pollfd(fd: connection, events: freeSpace > 0 ? CShort(POLLIN) : 0, revents: 0),
        ]
        let patience = work.next.map { ContinuousClock.now.duration(to: $0).wholeMilliseconds } ?? 500
        _ = unsafe poll(&waits, nfds_t(waits.count), patience)
        if waits[0].revents != 0, !obey(connection: &connection) { return false }
        if waits[1].revents & CShort(POLLIN) != 0 { connection = accepted() }
        if connection >= 0, waits[2].fd == connection, waits[2].revents != 0 {
            var bytes = [UInt8](repeating: 0, count: max(1, min(freeSpace, 16 * 1024)))
            let count = unsafe recv(connection, &bytes, freeSpace > 0 ? bytes.count : 0, 0)
            if count > 0 {
                reply(user.receive(Array(bytes.prefix(count)), now: .now), over: connection)
            } else if count == 0 && freeSpace > 0 || count < 0 && errno != EAGAIN && errno != EINTR
                || waits[2].revents & CShort(POLLERR | POLLHUP) != 0 && freeSpace == 0
            {
                drop(&connection)
                user.disconnected()
            }
        }
        return true
    }

    private func obey(connection: inout CInt) -> Bool {
        var rest = [UInt8](repeating: 0, count: 64)
        _ = unsafe read(wake.reader, &rest, rest.count)
        let now = orders.withLock { orders in
            defer { (orders.replies, orders.wasPulled) = ([], false) }
            return orders
        }
        if now.wasPulled { drop(&connection) }
        reply(now.replies, over: connection)
        if now.isOffline {
            // Stops listening and keeps the port.
            _ = shutdown(listener, CInt(SHUT_RD))
        } else {
            _ = listen(listener, 8)
        }
        return !now.stops
    }

    private func accepted() -> CInt {
        let connection = accept(listener, nil, nil)
        guard connection >= 0 else { return -1 }
        _ = fcntl(connection, F_SETFL, O_NONBLOCK)
        _ = fcntl(connection, F_SETFD, FD_CLOEXEC)
        var yes: CInt = 1
        _ = unsafe setsockopt(connection, CInt(IPPROTO_TCP), CInt(TCP_NODELAY), &yes, 4)
        return connection
    }

    /// A full way back loses answers: whoever does not read them does not want them.
    private func reply(_ bytes: [UInt8], over connection: CInt) {
        guard !bytes.isEmpty, connection >= 0 else { return }
        _ = unsafe send(connection, bytes, bytes.count, CInt(MSG_NOSIGNAL))
    }

    private func drop(_ connection: inout CInt) {
        if connection >= 0 { _ = close(connection) }
        connection = -1
    }
}

extension PrinterSocket {
    /// Binds to a port by its number, so that the kernel keeps it for us while we do not listen.
    private static func listeningSocket(port: UInt16) throws(SimulationFault) -> (CInt, UInt16) {
        let first = try LoopbackPort.socket(boundTo: port)
        let number = LoopbackPort.number(of: first)
        var socket = first
        if port == 0 {
            socket = try LoopbackPort.socket(boundTo: number)
            _ = close(first)
        }
        guard listen(socket, 8) == 0 else { throw SimulationFault("Port \(number) is taken.") }
        return (socket, number)
    }
}
