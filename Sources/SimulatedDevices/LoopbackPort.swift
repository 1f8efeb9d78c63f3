internal import Glibc

/// TCP ports of 127.0.0.1.
package enum LoopbackPort {
    /// A port that was free a moment ago.
    package static func free() throws(SimulationFault) -> UInt16 {
        let socket = try socket(boundTo: 0)
        defer { _ = close(socket) }
        return number(of: socket)
    }

    /// A TCP socket that does not listen yet; whoever takes it closes it.
    package static func socket(boundTo port: UInt16) throws(SimulationFault) -> CInt {
        let descriptor = Glibc.socket(AF_INET, CInt(SOCK_STREAM.rawValue), 0)
        var yes: CInt = 1
        _ = unsafe setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &yes, 4)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        let result = unsafe withUnsafePointer(to: &address) {
            unsafe $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                unsafe bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard result == 0 else {
            let reason = unsafe String(cString: strerror(errno))
            _ = close(descriptor)
            throw SimulationFault("Port \(port) on 127.0.0.1 cannot be used: \(reason).")
        }
        return descriptor
    }

    /// The port that a socket was given.
    package static func number(of descriptor: CInt) -> UInt16 {
        var address = sockaddr_in()
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        _ = unsafe withUnsafeMutablePointer(to: &address) {
            unsafe $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                unsafe getsockname(descriptor, $0, &size)
            }
        }
        return UInt16(bigEndian: address.sin_port)
    }
}
