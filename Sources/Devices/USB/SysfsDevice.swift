internal import CUSB
internal import Glibc
internal import SystemPackage

/// What the kernel knows of a device (`/sys/bus/usb/devices`), without opening or disturbing it.
struct SysfsDevice {
    private let folder: String
    /// Bus and ports, such as `1-2.4`.
    let name: String

    init?(_ device: OpaquePointer) {
        var ports = [UInt8](repeating: 0, count: 8)
        let count = unsafe libusb_get_port_numbers(device, &ports, CInt(ports.count))
        guard count > 0 else { return nil }
        let path = ports.prefix(Int(count)).map(String.init).joined(separator: ".")
        name = "\(unsafe libusb_get_bus_number(device))-\(path)"
        folder = "/sys/bus/usb/devices/\(name)"
    }

    /// One line, without what could disturb a terminal.
    func text(_ attribute: String) -> String? {
        guard let bytes = Self.contents("\(folder)/\(attribute)", upTo: 256) else { return nil }
        let line = Self.printable(String(decoding: bytes, as: UTF8.self)).prefix(60)
        return line.isEmpty ? nil : String(line)
    }

    /// Text from a device is untrusted: nothing in it may disturb a terminal.
    static func printable(_ text: String) -> String {
        let scalars = text.unicodeScalars.filter {
            $0.properties.generalCategory != .control && $0.properties.generalCategory != .format
        }
        return String(String.UnicodeScalarView(scalars))
    }

    /// The IEEE 1284 identification that the kernel's printer driver read when it took the interface.
    func printerIdentification(configuration: UInt8, interface: UInt8) -> String? {
        Self.contents(path(configuration, interface) + "/ieee1284_id", upTo: PrinterDeviceID.maxByteCount).map
        {
            String(decoding: $0, as: UTF8.self)
        }
    }

    func driver(configuration: UInt8, interface: UInt8) -> String? {
        var buffer = [CChar](repeating: 0, count: 512)
        let count = unsafe readlink(path(configuration, interface) + "/driver", &buffer, buffer.count)
        guard count > 0 else { return nil }
        let target = buffer.prefix(count).map(UInt8.init(bitPattern:))
        return String(decoding: target, as: UTF8.self).split(separator: "/").last.map(String.init)
    }

    /// The report descriptor that the HID driver read when it took the interface.
    func reportDescriptor(configuration: UInt8, interface: UInt8) -> [UInt8]? {
        let parent = path(configuration, interface)
        guard let list = unsafe opendir(parent) else { return nil }
        defer { unsafe closedir(list) }
        while let entry = unsafe readdir(list) {
            let name = unsafe withUnsafeBytes(of: entry.pointee.d_name) { bytes in
                unsafe String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            // 0003:0C2E:0B6A.0001
            guard name.hasPrefix("0003:") else { continue }
            let file = "\(parent)/\(name)/report_descriptor"
            if let bytes = Self.contents(file, upTo: HIDReportDescriptor.maxByteCount) { return bytes }
        }
        return nil
    }

    private func path(_ configuration: UInt8, _ interface: UInt8) -> String {
        "\(folder)/\(name):\(configuration).\(interface)"
    }

    private static func contents(_ path: String, upTo limit: Int) -> [UInt8]? {
        guard let descriptor = try? FileDescriptor.openNode(path, .readOnly) else { return nil }
        defer { descriptor.closeQuietly() }
        var bytes: [UInt8] = []
        while bytes.count <= limit, let more = try? descriptor.readBytes(atMost: 4096), !more.isEmpty {
            bytes += more
        }
        return Array(bytes.prefix(limit))
    }
}
