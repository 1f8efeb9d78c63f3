public import Devices

extension ScannerProfile {
    /// The folder of the installed package that technicians may edit.
    public static let folder = "/usr/share/kiosk/scanners"

    /// Reads a folder of scanner files, `hardware/scanners`; its README shows every key.
    ///
    /// - Returns: The entries of the valid files followed by the built-in ones, and the problems of the other
    ///   files.
    public static func load(
        folder: String
    ) -> (profiles: [ScannerProfile], faults: [ConfigurationFault]) {
        let found = HardwareFolder.entries(of: folder, list: "scanners") { ScannerProfile(reading: $0) }
        return (found.entries + builtIn, found.faults)
    }

    /// `nil` if a value without a default is missing or wrong; the notes list them.
    private init?(reading section: ConfigurationSection) {
        let name = section.required("name", .text(upTo: 60))
        let vendor = section.required("vendor", .usbNumber)
        let product = section.optional("product", .usbNumber)
        let quirks: [Quirk] = section.list("quirks", of: .choice, default: [])
        let mode: Mode = section.value("mode", .choice, default: .automatic)
        let framing: ScanFraming = section.value("framing", .choice, default: .gap)
        let suffix: ScanSuffix? = section.optional("suffix", .choice)
        let codes = section.section("setUpCodes")
        var setUpCodes: [Mode: String] = [:]
        for mode in [Mode.hidPOS, .serial, .keyboard] {
            setUpCodes[mode] = codes.optional(mode.rawValue, .text(upTo: 60))
        }
        guard let name, let vendor else { return nil }
        self.init(name: name, vendor: vendor, product: product, quirks: Set(quirks))
        self.mode = mode
        self.framing = framing
        self.suffix = suffix
        self.setUpCodes = setUpCodes
    }
}
