public import KioskCore

/// Where a printer is found.
public enum PrinterLocation: Hashable, Sendable {
    /// An IP address, never a name, so that no resolver can hold up a slip.
    case network(NetworkAddress)
    case usb(USBPrinterName)
}

/// The device URI of a queue of our backend.
///
/// `kiosk-receipt://192.168.1.40:9100/?profile=generic-80` or
/// `kiosk-receipt://usb/EPSON/TM-T20III?serial=X3B0012345&profile=generic-80`; see ``USBPrinterName``.
public struct PrinterURI: Hashable, Sendable, CustomStringConvertible {
    /// The URI's scheme, which is also the backend's file name in CUPS's `backend` directory.
    public static let scheme = "kiosk-receipt"
    /// CUPS cuts longer ones off (`HTTP_MAX_URI`).
    static let maxByteCount = 1023
    /// The profile of a URI that names none.
    public static let defaultProfile = "generic-80"
    /// Where nearly all network printers take ESC/POS ("raw" or JetDirect).
    private static let defaultPort: UInt16 = 9100

    public var location: PrinterLocation
    public var profile: String

    public init(_ location: PrinterLocation, profile: String = defaultProfile) {
        self.location = location
        self.profile = profile
    }

    public init(address: NetworkAddress, profile: String = defaultProfile) {
        self.init(.network(address), profile: profile)
    }

    /// Reads a URI.
    ///
    /// - Returns: `nil` if it is not one of ours.
    public init?(_ text: String) {
        let prefix = Self.scheme + "://"
        guard text.utf8.count <= Self.maxByteCount, text.hasPrefix(prefix) else { return nil }
        let parts = text.dropFirst(prefix.count).split(
            separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        let path = parts[0].split(separator: "/", maxSplits: 3, omittingEmptySubsequences: false)
        var options = parts.count == 2 ? Self.options(parts[1]) : [:]
        guard options != nil else { return nil }
        func removeOption(_ option: String) -> String? { options?.removeValue(forKey: option) }
        profile = removeOption("profile") ?? Self.defaultProfile
        if path[0] == "usb" {
            guard path.count == 3, let maker = Self.text(path[1]),
                let model = Self.text(path[2])
            else { return nil }
            location = .usb(
                USBPrinterName(
                    maker: maker, model: model, serial: removeOption("serial"), port: removeOption("port")))
        } else {
            guard path.count == 1 || path.count == 2 && path[1].isEmpty,
                let address = NetworkAddress(path[0], defaultPort: Self.defaultPort)
            else { return nil }
            location = .network(address)
        }
        guard options?.isEmpty == true else { return nil }
    }

    public var description: String {
        switch location {
        case .network(let address): "\(Self.scheme)://\(address)/?profile=\(PercentEncoding.encoded(profile))"
        case .usb(let name):
            "\(Self.scheme)://usb/\(PercentEncoding.encoded(name.maker))/\(PercentEncoding.encoded(name.model))?"
                + [("serial", name.serial), ("port", name.port), ("profile", profile)]
                .compactMap { key, value in value.map { "\(key)=\(PercentEncoding.encoded($0))" } }
                .joined(separator: "&")
        }
    }

    /// A decoded part of the URI.
    ///
    /// - Returns: `nil` if it is empty, wrongly encoded, or holds control characters: a NUL would end the
    ///   text in C, a line break disturb a log.
    private static func text(_ part: Substring) -> String? {
        guard let text = PercentEncoding.decoded(part), !text.isEmpty,
            text.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7F })
        else { return nil }
        return text
    }

    /// - Returns: `nil` if a key has no value or comes twice.
    private static func options(_ text: Substring) -> [String: String]? {
        var options: [String: String] = [:]
        for option in text.split(separator: "&") {
            let pair = option.split(separator: "=", maxSplits: 1)
            guard pair.count == 2, let value = Self.text(pair[1]),
                options.updateValue(value, forKey: String(pair[0])) == nil
            else { return nil }
        }
        return options
    }
}

/// Which printer on the USB bus is meant.
///
/// Maker, model and serial number are the device's own string descriptors, which the kernel has read when it
/// was plugged in: so a printer is found without touching one that is printing. Where a device has no such
/// string, its vendor or product number stands for it, as four hexadecimal digits.
///
/// A serial number that no other printer on the bus has makes the name follow the printer into any socket.
/// Equal printers without one (or clones that all have the same) are told apart by the socket: `port` is bus
/// and ports as the kernel names them, such as `1-2.4`. A name with neither means the only such printer; when
/// there are two, it means none, so that a slip never comes out of the wrong one.
public struct USBPrinterName: Hashable, Sendable {
    public var maker: String
    public var model: String
    public var serial: String?
    public var port: String?

    public init(maker: String, model: String, serial: String? = nil, port: String? = nil) {
        self.maker = maker
        self.model = model
        self.serial = serial
        self.port = port
    }

    /// Whether everything that this name says is true of a printer, which is named in full.
    func fits(_ printer: USBPrinterName) -> Bool {
        maker == printer.maker && model == printer.model
            && (serial == nil || serial == printer.serial) && (port == nil || port == printer.port)
    }
}
