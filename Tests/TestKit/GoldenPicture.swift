import CCairo
import Drawing
import Foundation
public import KioskCore

/// A picture that was looked at once and found good, beside the tests that compare with it.
///
/// `KIOSK_RENEW_GOLDEN=1 swift test --filter …` draws them again; then look at every one before it is
/// committed.
public struct GoldenPicture: Sendable {
    private let file: URL

    /// - Parameter tests: The file of the test, `#filePath`; the pictures lie in the folder `Golden` beside
    ///   it.
    public init(_ name: String, tests: String = #filePath) {
        file = URL(filePath: tests).deletingLastPathComponent().appending(path: "Golden/\(name).png")
    }

    /// Describes how a picture differs; `nil` if it does not.
    ///
    /// A picture that differs is left beside the golden one as `NAME_now.png`.
    public func difference(from picture: DotBitmap) throws -> String? {
        let now = URL(filePath: String(file.path().dropLast(4)) + "_now.png")
        try? FileManager.default.removeItem(at: now)
        if ProcessInfo.processInfo.environment["KIOSK_RENEW_GOLDEN"] != nil {
            try FileManager.default.createDirectory(
                at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(picture.png()).write(to: file)
            return nil
        }
        let difference: String
        if let golden = DotBitmap(png: file.path()) {
            if golden == picture { return nil }
            difference = Self.difference(golden, picture)
        } else {
            difference = "there is no such picture"
        }
        try Data(picture.png()).write(to: now)
        return """
            \(file.lastPathComponent): \(difference). Compare it with \(now.lastPathComponent). The letters are \
            those of Debian 12 (fonts-noto-core 20201225, libfreetype6 2.12, libpango 1.50): with others every \
            picture differs. When the new one is right: KIOSK_RENEW_GOLDEN=1 swift test, and look at them all.
            """
    }

    private static func difference(_ golden: DotBitmap, _ picture: DotBitmap) -> String {
        guard golden.width == picture.width, golden.height == picture.height else {
            return "\(picture.width)x\(picture.height) dots instead of \(golden.width)x\(golden.height)"
        }
        let wrong = zip(golden.bytes, picture.bytes).map { ($0 ^ $1).nonzeroBitCount }
        let row = (wrong.firstIndex { $0 > 0 } ?? 0) / golden.bytesPerRow
        return "\(wrong.reduce(0, +)) dots differ, the first in row \(row)"
    }
}

extension DotBitmap {
    /// Reads a PNG file of black and white.
    init?(png path: String) {
        let surface = cairo_image_surface_create_from_png(path)
        defer { cairo_surface_destroy(surface) }
        guard cairo_surface_status(surface) == CAIRO_STATUS_SUCCESS,
            let pixels = cairo_image_surface_get_data(surface)
        else { return nil }
        let stride = Int(cairo_image_surface_get_stride(surface))
        self.init(
            width: Int(cairo_image_surface_get_width(surface)),
            height: Int(cairo_image_surface_get_height(surface)))
        for y in 0..<height {
            for x in 0..<width where pixels[y * stride + 4 * x] < 0x80 { self[x, y] = true }
        }
    }
}
