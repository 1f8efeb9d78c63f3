public import Devices
import KioskCore

extension PrinterCatalogue {
    /// The folder of the installed package that technicians may edit.
    public static let folder = "/usr/share/kiosk/printers"

    /// Reads a folder of printer files, `hardware/printers`; its README shows every key.
    ///
    /// - Returns: The printers of the valid files and the built-in ones, and the problems of the other files.
    public static func load(
        folder: String
    ) -> (catalogue: PrinterCatalogue, faults: [ConfigurationFault]) {
        var names: Set<String> = []
        let found = HardwareFolder.entries(of: folder, list: "printers") { section in
            let profile = PrinterProfile(reading: section)
            if let profile, !names.insert(profile.name).inserted {
                section.refuse(
                    "name", found: "\"\(profile.name)\", which another printer has", expected: "a new name")
            }
            return profile
        }
        return (PrinterCatalogue(found.entries), found.faults)
    }
}

extension PrinterProfile {
    /// `nil` if a value without a default is missing or wrong; the notes list them.
    fileprivate init?(reading section: ConfigurationSection) {
        let name = section.required("name", .identifier)
        let title = section.required("title", .text(upTo: 60))
        let dots = section.required("dots", .whole(64...2048))
        let dpi = section.required("dotsPerInch", .whole(100...600))
        let paperWidth = section.required("paperWidth", .length(.millimetres(30)...(.millimetres(220))))
        let rollLength = section.required("rollLength", .length(.metres(1)...(.metres(500))))
        let cutter = section.required("cutterDistance", .length(.millimetres(0)...(.millimetres(100))))
        guard let name, let title, let dots, let dpi, let paperWidth, let rollLength, let cutter else {
            Self.ask(section)
            return nil
        }
        self.init(
            name: name, title: title, dots: dots, dotsPerInch: dpi, paperWidth: paperWidth.millimetres,
            rollLength: rollLength.millimetres)
        // Rather half a millimetre too far than a line under the knife.
        cutterDistance = (cutter.millimetres * dpi * 10 + 253) / 254
        readHabits(from: section)
    }

    /// Reads the values that have a default.
    private mutating func readHabits(from section: ConfigurationSection) {
        hasNearEndSensor = section.value("nearEndSensor", .flag, default: hasNearEndSensor)
        bandRows = section.value("bandRows", .whole(8...1024), default: bandRows)
        feedUnitsPerDot = section.value("feedUnitsPerDot", .whole(1...4), default: feedUnitsPerDot)
        avoidsMultiplesOf48 = section.value("avoidsMultiplesOf48", .flag, default: avoidsMultiplesOf48)
        cut = section.value("cut", .choice, default: cut)
        cutCode = section.value("cutCode", .choice, default: cutCode)
        drawer = section.value("drawer", .choice, default: drawer)
        confirmation = section.value("confirmation", .choice, default: confirmation)
        bufferClear = section.value("bufferClear", .choice, default: bufferClear)
        bandsInFlight = section.value("bandsInFlight", .whole(1...64), default: bandsInFlight)
        identity.usb = section.list("usb", of: .usbPair, default: [])
        identity.maker = section.optional("maker", .text(upTo: 60))
        identity.models = section.list("models", of: .text(upTo: 60), default: [])
    }

    /// Notes further problems of an entry that is refused anyway.
    private static func ask(_ section: ConfigurationSection) {
        var unused = PrinterProfile.generic80
        unused.readHabits(from: section)
    }
}

/// A length of paper.
struct PaperLength: Comparable {
    var millimetres: Int

    static func millimetres(_ count: Int) -> PaperLength { PaperLength(millimetres: count) }
    static func metres(_ count: Int) -> PaperLength { PaperLength(millimetres: 1000 * count) }
    static func < (left: Self, right: Self) -> Bool { left.millimetres < right.millimetres }
}

extension ConfigurationForm where Value == PaperLength {
    /// A length with its unit, without a fraction: `15 mm`, `80 m`.
    static func length(_ range: ClosedRange<PaperLength>) -> Self {
        let bounds = "\(written(range.lowerBound)) to \(written(range.upperBound))"
        return Self(expectation: "a length with its unit (mm, m) such as 15 mm, from \(bounds)") { text in
            let number = text.prefix { ("0"..."9").contains($0) }
            let unit = text.dropFirst(number.count).drop { $0 == " " }
            guard let count = Int(number), count <= 1_000_000,
                let each = ["mm": 1, "m": 1000][String(unit)]
            else { return nil }
            let length = PaperLength.millimetres(count * each)
            return range.contains(length) ? length : nil
        }
    }

    private static func written(_ length: PaperLength) -> String {
        let isWhole = length.millimetres > 0 && length.millimetres.isMultiple(of: 1000)
        return isWhole ? "\(length.millimetres / 1000) m" : "\(length.millimetres) mm"
    }
}

extension ConfigurationForm where Value == PrinterIdentity.USB {
    /// As `lsusb` prints it.
    static let usbPair = Self(expectation: "USB numbers as lsusb prints them, such as 04b8:0e15") { text in
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, let vendor = ConfigurationForm<UInt16>.usbNumber.parse(String(parts[0])),
            let product = ConfigurationForm<UInt16>.usbNumber.parse(String(parts[1]))
        else { return nil }
        return PrinterIdentity.USB(vendor: vendor, product: product)
    }
}
