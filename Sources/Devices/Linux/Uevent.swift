internal import CUSB
internal import Glibc
internal import SystemPackage

/// A message about a device, from the kernel or from udevd (netlink KOBJECT_UEVENT).
struct Uevent: Hashable, Sendable {
    var action: String
    var subsystem: String
    var deviceType: String?
    var bus: UInt8?
    var device: UInt8?

    /// - Parameter datagram: `add@/devices/…`, zero, `KEY=value`, zero, …; udevd puts a header of its own
    ///   before the pairs.
    init?(_ datagram: [UInt8]) {
        guard let body = Self.pairs(of: datagram) else { return nil }
        var values: [String: String] = [:]
        for pair in body.split(separator: 0).prefix(256) {
            guard let equals = pair.firstIndex(of: UInt8(ascii: "=")) else { continue }
            values[String(decoding: pair[..<equals], as: UTF8.self)] = String(
                decoding: pair[(equals + 1)...], as: UTF8.self)
        }
        guard let action = values["ACTION"], let subsystem = values["SUBSYSTEM"] else { return nil }
        self.action = action
        self.subsystem = subsystem
        deviceType = values["DEVTYPE"]
        bus = values["BUSNUM"].flatMap { UInt8($0) }
        device = values["DEVNUM"].flatMap { UInt8($0) }
    }

    private static func pairs(of datagram: [UInt8]) -> ArraySlice<UInt8>? {
        guard datagram.starts(with: Array("libudev\0".utf8)) else {
            return datagram.firstIndex(of: 0).map { datagram[($0 + 1)...] }
        }
        // libudev's header: 8 bytes of name, magic, header size, then offset and length of the pairs.
        guard let offset = number(in: datagram, at: 16), let length = number(in: datagram, at: 20),
            offset <= datagram.count, length <= datagram.count - offset
        else { return nil }
        return datagram[offset..<offset + length]
    }

    private static func number(in bytes: [UInt8], at offset: Int) -> Int? {
        guard bytes.count >= offset + 4 else { return nil }
        let raw = bytes[offset..<offset + 4].reversed().reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
        return Int(UInt32(littleEndian: raw).littleEndian)
    }
}

/// Listens to the kernel's messages about devices, and to udevd's where it runs.
///
/// Debian's libusb learns of new devices through udevd alone, which a small system may not have. Only root
/// can send here, and a message is no more than a reason to look at the bus again.
final class UeventSocket: Sendable {
    let descriptor: FileDescriptor
    private static let kernelGroup: UInt32 = 1
    /// Comes when udev's rules have run, so that permissions are there.
    private static let udevGroup: UInt32 = 2

    /// `nil` where netlink is not allowed, as in a sandbox.
    init?() {
        let kind = SOCK_DGRAM.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue
        descriptor = FileDescriptor(rawValue: socket(AF_NETLINK, CInt(kind), NETLINK_KOBJECT_UEVENT))
        guard descriptor.rawValue >= 0 else { return nil }
        var address = sockaddr_nl()
        address.nl_family = sa_family_t(AF_NETLINK)
        address.nl_groups = Self.kernelGroup | Self.udevGroup
        let isBound = unsafe withUnsafePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                unsafe bind(descriptor.rawValue, $0, socklen_t(MemoryLayout<sockaddr_nl>.size)) == 0
            }
        }
        guard isBound else {
            descriptor.closeQuietly()
            return nil
        }
    }

    deinit { descriptor.closeQuietly() }

    /// What has arrived; `nil` in the list stands for messages that were lost or could not be read.
    func messages() -> [Uevent?] {
        var messages: [Uevent?] = []
        while true {
            do throws(Errno) {
                let datagram = try descriptor.readBytes(atMost: 8192)
                guard !datagram.isEmpty else { return messages }
                messages.append(Uevent(datagram))
            } catch .noBufferSpace {
                messages.append(nil)
            } catch {
                return messages
            }
        }
    }
}
