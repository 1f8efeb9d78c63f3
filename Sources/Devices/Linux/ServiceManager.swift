import Glibc

/// The service manager that started this process, as `sd_notify(3)` speaks to it.
///
/// One datagram a message; a manager that does not listen is no error for the kiosk.
public struct ServiceManager: Sendable {
    /// How often the manager expects ``sendKeepAlive()``; `nil` when it does not (`WATCHDOG_USEC`).
    public let watchdogInterval: Duration?
    private let address: NotifyAddress

    /// From the process's environment.
    /// - Parameter process: The process's number; a watchdog meant for another one is not ours.
    /// - Returns: `nil` when no manager listens (`NOTIFY_SOCKET`).
    public init?(environment: [String: String], process: Int32) {
        guard let path = environment["NOTIFY_SOCKET"], let address = NotifyAddress(path) else { return nil }
        self.address = address
        let owner = environment["WATCHDOG_PID"]
        let microseconds = environment["WATCHDOG_USEC"].flatMap(Int64.init)
        if let microseconds, microseconds > 0, owner == nil || owner == String(process) {
            watchdogInterval = .microseconds(microseconds)
        } else {
            watchdogInterval = nil
        }
    }

    /// The kiosk shows its first picture.
    public func reportReady() { send("READY=1") }

    /// Ending, on purpose.
    public func reportStopping() { send("STOPPING=1") }

    /// Still working; to be sent more often than ``watchdogInterval``.
    public func sendKeepAlive() { send("WATCHDOG=1") }

    /// One line for `systemctl status`.
    public func report(status line: String) {
        let flat = line.split(whereSeparator: \.isNewline).joined(separator: " ")
        send("STATUS=\(flat)")
    }

    private func send(_ message: String) {
        let kind = SOCK_DGRAM.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue
        let descriptor = socket(AF_UNIX, CInt(kind), 0)
        guard descriptor >= 0 else { return }
        defer { close(descriptor) }
        unsafe address.withSocketAddress { pointer, length in
            unsafe message.utf8CString.withUnsafeBufferPointer { text in
                _ = unsafe sendto(
                    descriptor, text.baseAddress, text.count - 1, CInt(MSG_NOSIGNAL), pointer, length)
            }
        }
    }
}

/// The address of a Unix socket: a path, or an abstract name behind `@`.
struct NotifyAddress: Sendable {
    private let bytes: [UInt8]

    init?(_ path: String) {
        let isAbstract = path.hasPrefix("@")
        guard isAbstract || path.hasPrefix("/"), (2...107).contains(path.utf8.count) else { return nil }
        bytes = isAbstract ? [0] + path.utf8.dropFirst() : path.utf8 + [0]
    }

    func withSocketAddress(_ body: (UnsafePointer<sockaddr>, socklen_t) -> Void) {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        unsafe withUnsafeMutableBytes(of: &address.sun_path) { unsafe $0.copyBytes(from: bytes) }
        // An abstract name is as long as the address says; a path ends at its zero.
        let length = socklen_t(MemoryLayout<sa_family_t>.size + bytes.count)
        unsafe withUnsafePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { unsafe body($0, length) }
        }
    }
}
