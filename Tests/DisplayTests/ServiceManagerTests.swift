import Foundation
import Glibc
import Testing

@testable import Devices

@Suite("Service manager")
struct ServiceManagerTests {
    @Test(arguments: [false, true])
    func `messages arrive at the manager's socket, by path and by abstract name`(_ isAbstract: Bool) throws {
        let socket = try ServiceManagerSocket(isAbstract: isAbstract)
        let manager = try #require(
            ServiceManager(environment: ["NOTIFY_SOCKET": socket.name], process: getpid()))
        manager.reportReady()
        manager.report(status: "degraded:\nprinter")
        manager.sendKeepAlive()
        manager.reportStopping()
        #expect(socket.receive() == "READY=1")
        #expect(socket.receive() == "STATUS=degraded: printer")
        #expect(socket.receive() == "WATCHDOG=1")
        #expect(socket.receive() == "STOPPING=1")
        #expect(socket.receive() == nil)
    }

    @Test func `a manager that is gone is no error`() throws {
        let manager = try #require(
            ServiceManager(environment: ["NOTIFY_SOCKET": "/nowhere/notify"], process: 1))
        manager.reportReady()
    }

    @Test(arguments: ["", "@", "relative", "/" + String(repeating: "x", count: 108)])
    func `what is no socket's address is nothing`(_ name: String) {
        #expect(ServiceManager(environment: ["NOTIFY_SOCKET": name], process: 1) == nil)
    }

    @Test(arguments: [
        (["WATCHDOG_USEC": "20000000"], Duration.seconds(20)),
        (["WATCHDOG_USEC": "20000000", "WATCHDOG_PID": "42"], .seconds(20)),
        (["WATCHDOG_USEC": "20000000", "WATCHDOG_PID": "43"], nil),
        (["WATCHDOG_USEC": "0"], nil), (["WATCHDOG_USEC": "soon"], nil), ([:], nil),
    ])
    func `the watchdog's time is read when it is meant for this process`(
        _ variables: [String: String], _ interval: Duration?
    ) throws {
        let environment = variables.merging(["NOTIFY_SOCKET": "/run/notify"]) { own, _ in own }
        let manager = try #require(ServiceManager(environment: environment, process: 42))
        #expect(manager.watchdogInterval == interval)
    }
}

/// The manager's end: a datagram socket.
final class ServiceManagerSocket {
    let name: String
    private let descriptor: CInt

    init(isAbstract: Bool) throws {
        let unique = "kiosk-notify-\(UUID().uuidString)"
        name = isAbstract ? "@\(unique)" : "/tmp/\(unique)"
        descriptor = socket(AF_UNIX, CInt(SOCK_DGRAM.rawValue | SOCK_NONBLOCK.rawValue), 0)
        try #require(descriptor >= 0)
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let bytes = isAbstract ? [0] + Array(unique.utf8) : Array(name.utf8) + [0]
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: bytes) }
        let length = socklen_t(MemoryLayout<sa_family_t>.size + bytes.count)
        let result = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(descriptor, $0, length) }
        }
        try #require(result == 0)
    }

    deinit {
        close(descriptor)
        if !name.hasPrefix("@") { unlink(name) }
    }

    /// The next message; a datagram on this machine is there when it was sent.
    func receive() -> String? {
        var bytes = [UInt8](repeating: 0, count: 1024)
        let count = recv(descriptor, &bytes, bytes.count, 0)
        return count >= 0 ? String(decoding: bytes.prefix(count), as: UTF8.self) : nil
    }
}
