/// One message of the kernel about a device, as `uevent` names it.
struct KernelEvent: Hashable, Sendable {
    /// Such as `add`, `change` or `remove`.
    var action: String
    /// Such as `drm` or `input`.
    var subsystem: String

    /// Reads `change@/devices/…` and the `KEY=value` lines behind it, each ended by a zero.
    init?(_ message: some Collection<UInt8>) {
        let lines = message.split(separator: 0)
        guard let header = lines.first, header.contains(UInt8(ascii: "@")) else { return nil }
        func value(_ key: String) -> String? {
            let start = Array((key + "=").utf8)
            return lines.dropFirst().first { $0.starts(with: start) }
                .map { String(decoding: $0.dropFirst(start.count), as: UTF8.self) }
        }
        guard let action = value("ACTION"), let subsystem = value("SUBSYSTEM") else { return nil }
        self.action = action
        self.subsystem = subsystem
    }
}
