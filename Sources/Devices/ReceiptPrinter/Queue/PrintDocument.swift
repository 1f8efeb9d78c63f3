package import KioskCore

/// The format in which a queue gets slips, chosen by what the queue and, where it can be asked, the printer
/// accept.
package enum SlipFormat: Hashable, Sendable {
    /// ESC/POS as it is: our own backend, or a queue without a driver and without an IPP printer.
    case escpos
    /// A PDF of one page, under the MIME type that the queue is to take it as.
    case pdf(format: String, MediaOffer)
    /// PWG raster in the printer's own dots.
    case raster(PWGRaster.Kind, dotsPerInch: Int, MediaOffer)

    /// What CUPS calls a queue without a driver (`scheduler/printers.c`).
    private static let rawQueue = "Local Raw Printer"
    /// A page that is ready for the printer: CUPS gives it to a printer that reads PDF as it is, without a
    /// filter.
    private static let readyPDF = "application/vnd.cups-pdf"
    private static let pdf = "application/pdf"
    private static let pwg = "image/pwg-raster"

    /// - Parameters:
    ///   - isOurs: Whether the queue's backend is ours.
    ///   - queue: What CUPS says of the queue.
    ///   - printer: What an IPP printer says of itself; `nil` if it cannot be asked.
    package init(
        isOurs: Bool, queue: PrintCapabilities, printer: PrintCapabilities?, profile: PrinterProfile
    ) {
        let isRaw = queue.makeAndModel == Self.rawQueue
        if isOurs || isRaw && printer == nil {
            self = .escpos
        } else if let printer, isRaw || Self.isDriverless(queue) {
            self = Self.direct(to: printer, isRaw: isRaw, on: isRaw ? printer.media : queue.media, profile)
        } else {
            self = .pdf(format: Self.pdf, queue.media)
        }
    }

    /// What a printer reads itself: its own dots where it has ours, else a page that it scales better than we
    /// do.
    private static func direct(
        to printer: PrintCapabilities, isRaw: Bool, on media: MediaOffer, _ profile: PrinterProfile
    ) -> SlipFormat {
        let own = printer.rasterResolutions.contains(profile.dotsPerInch) ? profile.dotsPerInch : nil
        let takesPDF = printer.formats.contains(pdf)
        let resolution = own ?? (takesPDF ? nil : printer.rasterResolutions.max())
        let kind = printer.rasterKinds.contains(.black) ? PWGRaster.Kind.black : printer.rasterKinds.first
        if printer.formats.contains(pwg), let kind, let resolution {
            return .raster(kind, dotsPerInch: resolution, media)
        }
        return .pdf(format: takesPDF && !isRaw ? readyPDF : pdf, media)
    }

    /// Whether the queue's description was made from the printer's answers: then CUPS hands on what the
    /// printer reads, and does not convert it first.
    private static func isDriverless(_ queue: PrintCapabilities) -> Bool {
        queue.makeAndModel.contains("IPP Everywhere") || queue.makeAndModel.contains("driverless")
    }

    /// For the log.
    var summary: String {
        switch self {
        case .escpos: "ESC/POS"
        case .pdf(let format, _): format
        case .raster(let kind, let resolution, _): "\(Self.pwg) \(kind.rawValue) \(resolution) dpi"
        }
    }

    /// A slip as a document for the queue.
    ///
    /// - Parameters:
    ///   - name: The job's name.
    ///   - printBefore: Seconds since 1970 after which nobody waits for it.
    ///   - cancelAfter: Seconds of processing after which CUPS ends the job by itself.
    /// - Returns: `nil` if no paper of the queue holds the slip.
    package func document(
        for slip: DotBitmap, profile: PrinterProfile, name: String, printBefore: Int, cancelAfter: Int
    ) -> PrintDocument? {
        switch self {
        case .escpos:
            return .escpos(
                ESCPOSEncoder(profile: profile).encode(slip), name: name, printBefore: printBefore)
        case .pdf(let format, let media):
            let slip = slip.first(rows: profile.keptRows(of: slip))
            guard let page = SlipPage(for: slip, dotsPerInch: profile.dotsPerInch, on: media) else {
                return nil
            }
            let pdf = SlipPDF(slip, dotsPerInch: profile.dotsPerInch, on: page)
            return PrintDocument(
                name: name, format: format, content: .page(page, cancelAfter: cancelAfter), bytes: pdf.bytes)
        case .raster(let kind, let resolution, let media):
            let slip = slip.first(rows: profile.keptRows(of: slip))
            guard let page = SlipPage(for: slip, dotsPerInch: profile.dotsPerInch, on: media),
                let raster = PWGRaster.encode(
                    slip, dotsPerInch: profile.dotsPerInch, on: page, at: resolution, as: kind)
            else { return nil }
            return PrintDocument(
                name: name, format: Self.pwg, content: .page(page, cancelAfter: cancelAfter), bytes: raster)
        }
    }
}

/// What a queue, or the printer behind it, accepts.
package struct PrintCapabilities: Hashable, Sendable {
    package var makeAndModel = ""
    /// MIME types; of a queue all that CUPS can convert, of a printer what it takes itself.
    package var formats: Set<String> = []
    package var media = MediaOffer()
    package var rasterKinds: [PWGRaster.Kind] = []
    /// Dots per inch.
    package var rasterResolutions: [Int] = []

    package init() {}

    /// The attributes to ask for.
    static let keywords = [
        "printer-make-and-model", "document-format-supported", "media-size-supported",
        "media-top-margin-supported", "media-bottom-margin-supported", "media-left-margin-supported",
        "media-right-margin-supported", "pwg-raster-document-type-supported",
        "pwg-raster-document-resolution-supported",
    ]

    init(_ response: borrowing IPPMessage) {
        makeAndModel = response.strings("printer-make-and-model").first ?? ""
        formats = Set(response.strings("document-format-supported"))
        media = response.mediaOffer()
        rasterKinds = response.strings("pwg-raster-document-type-supported").compactMap(
            PWGRaster.Kind.init(rawValue:))
        rasterResolutions = response.resolutions("pwg-raster-document-resolution-supported")
    }
}

/// A slip as a queue gets it.
package struct PrintDocument: Hashable, Sendable {
    package enum Content: Hashable, Sendable {
        /// ESC/POS as it is; our backend refuses it after so many seconds since 1970.
        case escpos(printBefore: Int)
        /// A page; CUPS ends the job by itself after so many seconds of processing.
        case page(SlipPage, cancelAfter: Int)
    }

    package let name: String
    /// The document's MIME type.
    package let format: String
    package let content: Content
    package let bytes: [UInt8]

    package init(name: String, format: String, content: Content, bytes: [UInt8]) {
        let printable = name.unicodeScalars.filter { $0.value > 0x1F && $0.value != 0x7F }
        self.name = String(printable.prefix(64).map(Character.init))
        self.format = format
        self.content = content
        self.bytes = bytes
    }

    /// Bytes that reach the backend as they are.
    package static func escpos(_ bytes: [UInt8], name: String, printBefore: Int) -> PrintDocument {
        PrintDocument(
            name: name, format: "application/vnd.cups-raw", content: .escpos(printBefore: printBefore),
            bytes: bytes)
    }
}
