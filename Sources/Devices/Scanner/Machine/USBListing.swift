internal import KioskCore

/// A USB device that is no scanner, as technicians see it listed.
public struct USBListing: Hashable, Sendable, Codable {
    /// What the device calls itself; `nil` where it does not.
    public var name: String?
    public var vendor: UInt16
    public var product: UInt16
    /// Where it is plugged in: bus and device.
    public var address: String
    /// What its interfaces are: `printer`, `HID`, `mass storage`, `class ff`.
    public var classes: [String]

    /// `0c2e:0b61`.
    public var identity: String { vendor.hexadecimal + ":" + product.hexadecimal }

    /// One line for `kioskctl devices`.
    public var line: String { "\(name ?? "USB device") (\(identity), \(classes.joined(separator: " + ")))" }
}

extension USBListing {
    /// `nil` for a hub, which only connects others.
    init?(_ device: USBDescription) {
        guard !device.interfaces.contains(where: { $0.kind.base == 9 }) else { return nil }
        name = device.name
        vendor = device.vendor
        product = device.product
        address = device.address.description
        classes = device.interfaces.map(\.kind.words)
    }
}

extension USBClass {
    fileprivate var words: String {
        switch base {
        case 1: "sound"
        case 2, 0x0A: "serial port"
        case 3: isBootKeyboard ? "keyboard" : isMouse ? "mouse" : "HID"
        case 7: "printer"
        case 8: "mass storage"
        case 0x0E: "camera"
        case 0xE0: "wireless"
        // Class codes are an open set.
        default: "class " + base.hexadecimal
        }
    }
}
