internal import CUSB
internal import Glibc

/// Listens to the kernel's messages about devices, and to udevd's where it runs.
///
/// Debian's libusb hears of new devices through udevd alone, which a small system may not have. Only root can send
/// here, and what is heard is no more than a reason to look at the bus again.
final class UeventSocket: Sendable {
    let descriptor: CInt
    private static let kernelGroup: UInt32 = 1
    /// Comes when udev's rules have run, so that permissions are there.
    private static let udevGroup: UInt32 = 2

    init?() {
        let kind = SOCK_DGRAM.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue
        descriptor = socket(AF_NETLINK, CInt(kind), NETLINK_KOBJECT_UEVENT)
        guard descriptor >= 0 else { return nil }
        var address = sockaddr_nl()
        address.nl_family = sa_family_t(AF_NETLINK)
        address.nl_groups = Self.kernelGroup | Self.udevGroup
        let isBound = unsafe withUnsafePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                unsafe bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_nl>.size)) == 0
            }
        }
        guard isBound else {
            close(descriptor)
            return nil
        }
    }

    deinit { close(descriptor) }

    /// What has arrived; nothing in the list for messages that were lost or could not be read.
    func messages() -> [Uevent?] {
        var messages: [Uevent?] = []
        var buffer = [UInt8](repeating: 0, count: 8192)
        while true {
            let count = unsafe recv(descriptor, &buffer, buffer.count, 0)
            if count > 0 {
                messages.append(Uevent(Array(buffer.prefix(count))))
            } else if count < 0, errno == ENOBUFS {
                messages.append(nil)
            } else if count >= 0 || errno != EINTR {
                return messages
            }
        }
    }
}
