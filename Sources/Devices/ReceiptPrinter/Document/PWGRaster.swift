internal import CCups
package import KioskCore

/// A slip as PWG raster (PWG 5102.4): one page of dots, packed by libcups.
package enum PWGRaster {
    /// How a dot is encoded (`pwg-raster-document-type-supported`).
    package enum Kind: String, CaseIterable, Hashable, Sendable {
        case black = "black_1"
        case grey = "sgray_8"
    }

    /// The bytes of a document; `nil` if libcups cannot make a page of this size.
    package static func encode(
        _ slip: DotBitmap, dotsPerInch own: Int, on page: SlipPage, at resolution: Int, as kind: Kind
    ) -> [UInt8]? {
        let picture = slip.onPage(page, dotsPerInch: own, at: resolution)
        var header = cups_page_header2_t()
        let isReady = unsafe cupsRasterInitPWGHeader(
            &header, pwgMediaForSize(CInt(page.width), CInt(page.length)), kind.rawValue, CInt(resolution),
            CInt(resolution), "one-sided", nil)
        guard isReady == 1 else { return nil }
        header.cupsWidth = UInt32(picture.width)
        header.cupsHeight = UInt32(picture.height)
        header.cupsBytesPerLine = UInt32(kind == .black ? picture.bytesPerRow : picture.width)
        let output = Output()
        let isWritten = withExtendedLifetime(output) {
            let context = unsafe Unmanaged.passUnretained(output).toOpaque()
            guard
                let raster = unsafe cupsRasterOpenIO(
                    { context, bytes, count in unsafe Output.write(context, bytes, count) }, context,
                    CUPS_RASTER_WRITE_PWG)
            else { return false }
            defer { unsafe cupsRasterClose(raster) }
            guard unsafe cupsRasterWriteHeader2(raster, &header) == 1 else { return false }
            return (0..<picture.height).allSatisfy { row in
                var line = kind.line(row, of: picture)
                return unsafe cupsRasterWritePixels(raster, &line, UInt32(line.count)) == UInt32(line.count)
            }
        }
        return isWritten ? output.bytes : nil
    }

    /// Where libcups writes to; it is called on this thread only, before `encode` returns.
    private final class Output {
        var bytes: [UInt8] = []

        static func write(
            _ context: UnsafeMutableRawPointer?, _ bytes: UnsafeMutablePointer<UInt8>?, _ count: Int
        ) -> Int {
            guard let context = unsafe context else { return -1 }
            let output = unsafe Unmanaged<Output>.fromOpaque(context).takeUnretainedValue()
            unsafe output.bytes.append(contentsOf: UnsafeBufferPointer(start: bytes, count: count))
            return count
        }
    }
}

extension PWGRaster.Kind {
    fileprivate func line(_ row: Int, of picture: DotBitmap) -> [UInt8] {
        switch self {
        case .black:
            let start = row * picture.bytesPerRow
            return Array(picture.bytes[start..<start + picture.bytesPerRow])
        case .grey:
            return (0..<picture.width).map { picture[$0, row] ? 0 : 0xFF }
        }
    }
}
