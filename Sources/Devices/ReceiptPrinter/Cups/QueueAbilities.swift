/// What a queue, or the printer behind it, is and takes.
package struct QueueAbilities: Hashable, Sendable {
    package var makeAndModel = ""
    /// MIME types; of a queue all that CUPS can convert, of a printer what it takes itself.
    package var formats: Set<String> = []
    package var media = MediaOffer()
    package var rasterKinds: [PWGRaster.Kind] = []
    /// Dots per inch.
    package var rasterResolutions: [Int] = []

    package init() {}

    /// What to ask for to know all of it.
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
