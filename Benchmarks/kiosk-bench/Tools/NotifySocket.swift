import Foundation
import Glibc

/// The service manager's socket, to which a started program reports its state (sd_notify(3)).
final class NotifySocket {
    let path: String
    private let descriptor: CInt

    init(in directory: URL) throws {
        path = directory.appending(path: "notify").path
        unlink(path)
        descriptor = socket(AF_UNIX, CInt(SOCK_DGRAM.rawValue), 0)
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let fits = path.utf8.count < MemoryLayout.size(ofValue: address.sun_path)
        if fits { withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) } }
        let result = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        guard fits, result == 0 else { throw BenchFault("no socket can be made at \(path)") }
    }

    deinit {
        close(descriptor)
        unlink(path)
    }

    /// Waits for a message; returns when it came.
    func wait(for message: String, patience: Duration = .seconds(20)) throws -> ContinuousClock.Instant {
        let end = ContinuousClock.now + patience
        var bytes = [UInt8](repeating: 0, count: 1024)
        while ContinuousClock.now < end {
            var poll = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
            guard Glibc.poll(&poll, 1, 100) > 0 else { continue }
            let count = recv(descriptor, &bytes, bytes.count, 0)
            let now = ContinuousClock.now
            let lines = String(decoding: bytes.prefix(max(0, count)), as: UTF8.self).split(separator: "\n")
            if lines.contains(Substring(message)) { return now }
        }
        throw BenchFault("the program did not say \(message)")
    }
}
