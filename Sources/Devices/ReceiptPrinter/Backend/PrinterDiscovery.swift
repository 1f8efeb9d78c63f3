/// The backend's list of devices, which CUPS asks for (`man 7 backend`).
package enum PrinterDiscovery {
    /// One line for each printer on the USB bus, and one that says that there may be network printers.
    ///
    /// A printer that another program is using is listed too, with what can be known of it from outside.
    package static func lines(_ catalogue: PrinterCatalogue) -> [String] {
        let known = catalogue.profiles.flatMap(\.identity.usb)
        let printers = ((try? USBPrinter.all()) ?? []).filter { printer in
            // An interface of nobody's class is a printer when the catalogue says that this device is one.
            !printer.isVendorClass
                || known.contains {
                    $0.vendor == printer.device.vendor && $0.product == printer.device.product
                }
        }
        return printers.map { line(for: $0, among: printers, catalogue) }
            + ["network \(PrinterURI.scheme) \"Unknown\" \"Receipt printer (Một Cửa Kiosk)\""]
    }

    private static func line(
        for printer: USBPrinter, among printers: [USBPrinter], _ catalogue: PrinterCatalogue
    ) -> String {
        let full = printer.fullName
        // Asking takes the printer from the kernel's driver; what that has read already need not be asked.
        let identification =
            printer.interface.identification.flatMap { PrinterDeviceID($0) }
            ?? (try? USBTransport(printer))?.deviceID()
        let id = identification?.text ?? Self.identification(of: full)
        let profile = catalogue.profile(
            vendor: printer.device.vendor, product: printer.device.product,
            maker: identification?.maker ?? full.maker,
            model: identification?.model ?? full.model)
        let uri = PrinterURI(.usb(printer.name(among: printers)), profile: profile.name)
        let makeAndModel = quotable(
            "\(identification?.maker ?? full.maker) \(identification?.model ?? full.model)")
        let info = makeAndModel + (full.serial.map { quotable(" (\($0))") } ?? "")
        return "direct \(uri) \"\(makeAndModel)\" \"\(info)\" \"\(id)\""
    }

    /// For a printer that cannot be asked now.
    private static func identification(of name: USBPrinterName) -> String {
        let pairs = [("MFG", name.maker), ("MDL", name.model), ("CLS", "PRINTER"), ("SN", name.serial)]
        return quotable(
            pairs.compactMap { key, value in
                value.map { "\(key):\($0.filter { !":;".contains($0) });" }
            }.joined())
    }

    private static func quotable(_ text: String) -> String { text.filter { $0 != "\"" && $0 != "\\" } }
}
