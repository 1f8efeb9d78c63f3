import Dispenser
import Foundation
import Glibc
import KioskFrame
import KioskServices
import Logging
import Lookup
import Testing

@testable import Appliance
@testable import DeviceTests
@testable import Maintenance
@testable import PanelCalibration

/// A short path: the kernel keeps only 108 bytes of it.
func temporarySocket() -> String { "/tmp/kiosk-\(UUID().uuidString.prefix(13)).sock" }

/// Runs a server for as long as the body takes.
@discardableResult
func withControlServer<Value: Sendable>(
    _ limits: ControlServer.Limits = .patient, at path: String = temporarySocket(),
    handling handler: @escaping @Sendable (ControlRequest) async -> ControlReply,
    during body: @Sendable (String) async throws -> Value
) async throws -> Value {
    let server = ControlServer(path: path, limits: limits, logger: Logger(label: "test"), handler: handler)
    return try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask { try await server.run() }
        try #require(await becomesTrue { await ControlClient(socket: path).canConnect() })
        let value = try await body(path)
        group.cancelAll()
        try await group.waitForAll()
        return value
    }
}

/// Checks a condition until it is true, or a generous deadline is over.
func becomesTrue(_ condition: () async throws -> Bool) async throws -> Bool {
    let deadline = ContinuousClock.now + .seconds(150)
    while ContinuousClock.now < deadline {
        if try await condition() { return true }
        try await Task.sleep(for: .milliseconds(5))
    }
    return false
}

/// A client that need not follow the protocol; never blocks the thread it is on.
final class RawSocket: Sendable {
    private let descriptor: CInt

    init(_ path: String) throws {
        descriptor = socket(AF_UNIX, CInt(SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue), 0)
        try #require(Self.with(path) { connect(descriptor, $0, $1) } == 0)
    }

    deinit { close(descriptor) }

    /// Binds and closes without unlinking, as a process that was killed does.
    static func leaveStale(_ path: String) throws {
        let descriptor = socket(AF_UNIX, CInt(SOCK_STREAM.rawValue), 0)
        try #require(with(path) { bind(descriptor, $0, $1) } == 0)
        close(descriptor)
    }

    func send(_ text: String) async throws { try await send(Array(text.utf8)) }

    /// Sends all, or as much as the other side takes before it hangs up.
    func send(_ bytes: [UInt8]) async throws {
        var rest = bytes[...]
        let isOver = try await becomesTrue {
            let count = rest.withUnsafeBytes {
                Glibc.send(descriptor, $0.baseAddress, $0.count, CInt(MSG_NOSIGNAL))
            }
            if count < 0 { return errno != EAGAIN }
            rest = rest.dropFirst(count)
            return rest.isEmpty
        }
        try #require(isOver)
    }

    func finishSending() { shutdown(descriptor, CInt(SHUT_WR)) }

    /// The next line; fails when there is none.
    func line() async throws -> String {
        var bytes: [UInt8] = []
        let isLine = try await becomesTrue {
            var byte: UInt8 = 0
            while recv(descriptor, &byte, 1, 0) == 1 {
                if byte == UInt8(ascii: "\n") { return true }
                bytes.append(byte)
            }
            return false
        }
        try #require(isLine)
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Whether the other side hangs up and nothing more comes.
    func isEnded() async throws -> Bool {
        try await becomesTrue {
            var byte: UInt8 = 0
            let count = recv(descriptor, &byte, 1, 0)
            return count == 0 || count < 0 && errno != EAGAIN
        }
    }

    /// Whether the other side is gone, without reading.
    func isBroken() -> Bool {
        var state = pollfd(fd: descriptor, events: 0, revents: 0)
        return poll(&state, 1, 0) == 1 && state.revents & Int16(POLLHUP) != 0
    }

    private static func with(_ path: String, _ body: (UnsafePointer<sockaddr>, socklen_t) -> CInt) -> CInt {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
        return withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                body($0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
    }
}

extension ControlServer.Limits {
    /// On a busy machine a client may be idle for a minute because it is not scheduled.
    static var patient: Self {
        var limits = Self()
        limits.idleTimeout = .seconds(600)
        return limits
    }
}
