/// A printer on the bus, as its descriptors tell without opening it.
struct USBPrinter: Hashable, Sendable {
    let device: USBDescription
    /// The interface and its setting that slips go to.
    let interface: USBInterface
    let output: USBEndpoint
    /// Where it answers; `nil` if it only takes bytes.
    let input: USBEndpoint?

    /// - Returns: `nil` for a device without an interface of the printer class (7, subclass 1) that takes
    ///   bytes; some clones have one of nobody's class (255) instead, with bulk endpoints both ways.
    init?(_ device: USBDescription) {
        let settings = device.interfaces + device.alternatives
        // As the kernel's own driver chooses: bidirectional, then unidirectional, then the one that would
        // like its bytes in IEEE 1284.4 packets and mostly does without.
        let ranks = [2, 1, 3].map { USBClass(base: USBClass.printer, sub: 1, proto: $0) }
        let usual = ranks.lazy.compactMap { rank in
            settings.first { $0.kind == rank && $0.bulkOut != nil }
        }.first
        let clone = device.interfaces.first {
            $0.kind.base == USBClass.vendorSpecific && $0.bulkIn != nil && $0.bulkOut != nil
        }
        guard let interface = usual ?? clone, let output = interface.bulkOut else { return nil }
        self.device = device
        self.interface = interface
        self.output = output
        input = interface.bulkIn
    }

    /// Whether only its name tells that it is a printer.
    var isVendorClass: Bool { interface.kind.base == USBClass.vendorSpecific }

    /// Whether the interface has other settings to choose from; asking one that has none stalls some devices.
    var mustSelect: Bool { device.alternatives.contains { $0.number == interface.number } }

    /// Everything by which it can be named.
    var fullName: USBPrinterName {
        USBPrinterName(
            maker: device.manufacturer ?? Self.hexadecimal(device.vendor),
            model: device.name ?? Self.hexadecimal(device.product), serial: device.serial, port: device.port)
    }

    /// The shortest name that means this printer and no other of those on the bus.
    func name(among printers: [USBPrinter]) -> USBPrinterName {
        let others = printers.filter { $0 != self }.map(\.fullName)
        var name = fullName
        name.port = nil
        if name.serial != nil, !others.contains(where: name.fits) { return name }
        // A serial number that another one has too says nothing.
        name.serial = nil
        if others.contains(where: name.fits) { name.port = device.port }
        return name
    }

    /// What is on the bus, in the order of addresses.
    static func all() throws(USBFault) -> [USBPrinter] {
        try USBContext().devices().compactMap { USBPrinter($0) }
    }

    private static func hexadecimal(_ number: UInt16) -> String {
        let digits = String(number, radix: 16)
        return String(repeating: "0", count: 4 - digits.count) + digits
    }
}
