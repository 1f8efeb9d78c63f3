/// A message about a device, from the kernel or from udevd (netlink KOBJECT_UEVENT).
struct Uevent: Hashable, Sendable {
    var action: String
    var subsystem: String
    var deviceType: String?
    var bus: UInt8?
    var device: UInt8?

    /// - Parameter datagram: `add@/devices/…`, zero, `KEY=value`, zero, …; udevd puts a header of its own before
    ///   the pairs.
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
