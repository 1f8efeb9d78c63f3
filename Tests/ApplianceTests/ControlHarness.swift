import Foundation
import Glibc
import Logging
import Testing

@testable import Appliance

/// A short path: the kernel keeps only 108 bytes of it.
func temporarySocket() -> String { "/tmp/kiosk-\(UUID().uuidString.prefix(13)).sock" }

/// Runs a server for as long as the body takes.
@discardableResult
func serving<Value: Sendable>(
    _ limits: ControlServer.Limits = .init(), at path: String = temporarySocket(),
    answer handler: @escaping @Sendable (ControlRequest) async -> ControlReply,
    during body: @Sendable (String) async throws -> Value
) async throws -> Value {
    let server = ControlServer(path: path, limits: limits, logger: Logger(label: "test"), handler: handler)
    return try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask { try await server.run() }
        try #require(await becomesTrue { await ControlClient(socket: path).isAnswered() })
        let value = try await body(path)
        group.cancelAll()
        try await group.waitForAll()
        return value
    }
}

/// Asks again and again until it is so, or a generous deadline is over.
func becomesTrue(_ condition: () async throws -> Bool) async throws -> Bool {
    let deadline = ContinuousClock.now + .seconds(30)
    while ContinuousClock.now < deadline {
        if try await condition() { return true }
        try await Task.sleep(for: .milliseconds(5))
    }
    return false
}

/// A client that does as it likes.
final class RawSocket: Sendable {
    private let descriptor: CInt

    init(_ path: String) throws {
        descriptor = socket(AF_UNIX, CInt(SOCK_STREAM.rawValue), 0)
        try #require(Self.with(path) { connect(descriptor, $0, $1) } == 0)
        var wait = timeval(tv_sec: 30, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &wait, socklen_t(MemoryLayout<timeval>.size))
        setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &wait, socklen_t(MemoryLayout<timeval>.size))
    }

    deinit { close(descriptor) }

    /// Binds and closes without unlinking, as a process that was killed does.
    static func leaveStale(_ path: String) throws {
        let descriptor = socket(AF_UNIX, CInt(SOCK_STREAM.rawValue), 0)
        try #require(with(path) { bind(descriptor, $0, $1) } == 0)
        close(descriptor)
    }

    func send(_ text: String) { send(Array(text.utf8)) }

    /// Sends as far as the other side lets it.
    func send(_ bytes: [UInt8]) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.send(descriptor, $0.baseAddress, $0.count, CInt(MSG_NOSIGNAL)) }
            guard count > 0 else { return }
            rest = rest.dropFirst(count)
        }
    }

    func finishSending() { shutdown(descriptor, CInt(SHUT_WR)) }

    /// The next line; fails when there is none.
    func line() throws -> String {
        var bytes: [UInt8] = []
        while true {
            var byte: UInt8 = 0
            try #require(recv(descriptor, &byte, 1, 0) == 1)
            if byte == UInt8(ascii: "\n") { return String(decoding: bytes, as: UTF8.self) }
            bytes.append(byte)
        }
    }

    /// Whether nothing more will come.
    func isEnded() -> Bool {
        var byte: UInt8 = 0
        return recv(descriptor, &byte, 1, 0) <= 0
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
