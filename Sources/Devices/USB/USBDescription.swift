/// A device on the bus, from its descriptors and the kernel, without opening it.
struct USBDescription: Hashable, Sendable {
    var address: USBAddress
    var vendor: UInt16
    var product: UInt16
    /// String descriptors: manufacturer, product, serial number.
    var manufacturer: String?
    var name: String?
    var serial: String?
    /// The socket that it is plugged into, as the kernel names it: bus and ports, such as `1-2.4`.
    var port: String?
    /// The active configuration as an index from 0, which requests of the printer class want.
    var configuration: UInt8 = 0
    /// Each interface in its first setting.
    var interfaces: [USBInterface]
    /// The other settings of interfaces that have several.
    var alternatives: [USBInterface] = []
}

/// Where a device is: a number is given anew at each plugging in.
struct USBAddress: Hashable, Sendable, Comparable, CustomStringConvertible {
    var bus: UInt8
    var device: UInt8

    static func < (a: Self, b: Self) -> Bool { (a.bus, a.device) < (b.bus, b.device) }

    /// As in `/dev/bus/usb/001/011`.
    var description: String { Self.padded(bus) + "/" + Self.padded(device) }

    private static func padded(_ number: UInt8) -> String {
        let text = String(number)
        return String(repeating: "0", count: 3 - text.count) + text
    }
}

/// One interface in one of its settings.
struct USBInterface: Hashable, Sendable {
    var number: UInt8
    var setting: UInt8 = 0
    var kind: USBClass
    var endpoints: [USBEndpoint]
    /// The kernel driver that has it.
    var driver: String?
    /// As the kernel read it; `nil` when no driver did.
    var reportDescriptor: [UInt8]?
    /// A printer's IEEE 1284 identification as the kernel read it; `nil` when no driver did.
    var identification: String?

    var interruptIn: USBEndpoint? { endpoints.first { $0.isIn && $0.transfer == .interrupt } }
    var bulkIn: USBEndpoint? { endpoints.first { $0.isIn && $0.transfer == .bulk } }
    var bulkOut: USBEndpoint? { endpoints.first { !$0.isIn && $0.transfer == .bulk } }
}

struct USBEndpoint: Hashable, Sendable {
    enum Transfer: UInt8, Sendable { case control = 0, isochronous, bulk, interrupt }

    var address: UInt8
    var transfer: Transfer
    var packet: Int
    var isIn: Bool { address & 0x80 != 0 }
}

/// Class, subclass and protocol of an interface.
struct USBClass: Hashable, Sendable {
    var base: UInt8
    var sub: UInt8 = 0
    var proto: UInt8 = 0

    static let hid: UInt8 = 3
    static let printer: UInt8 = 7
    static let vendorSpecific: UInt8 = 0xFF
    var isHID: Bool { base == Self.hid }
    var isBootKeyboard: Bool { isHID && sub == 1 && proto == 1 }
    var isMouse: Bool { isHID && sub == 1 && proto == 2 }
    /// Communications, abstract control model.
    var isACM: Bool { base == 2 && sub == 2 }
    var isSerialData: Bool { base == 0x0A }
}

/// A request on endpoint 0 (USB 2.0 §9.3); the direction comes from the method that sends it.
struct USBRequest: Hashable, Sendable {
    /// Type and recipient.
    var kind: UInt8
    var number: UInt8
    var value: UInt16
    var index: UInt16
}
