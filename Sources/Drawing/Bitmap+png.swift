internal import CCairo
public import KioskCore

extension Bitmap {
    /// The picture as a PNG file.
    public func png() -> [UInt8] {
        var opaque = pixels
        var file: [UInt8] = []
        let (width, height) = (Int32(size.width), Int32(size.height))
        unsafe opaque.withUnsafeMutableBytes { bytes in
            let start = unsafe bytes.baseAddress?.assumingMemoryBound(to: UInt8.self)
            let surface = unsafe cairo_image_surface_create_for_data(
                start, CAIRO_FORMAT_RGB24, width, height, width * 4)
            defer { unsafe cairo_surface_destroy(surface) }
            unsafe withUnsafeMutablePointer(to: &file) { file in
                _ = unsafe cairo_surface_write_to_png_stream(surface, appendBytes, file)
            }
        }
        return file
    }
}

extension DotBitmap {
    /// The dots as a PNG file, black on white.
    public func png() -> [UInt8] {
        var picture = Bitmap(size: PixelSize(width: width, height: height))
        for y in 0..<height {
            for x in 0..<width where self[x, y] { picture[x, y] = 0 }
        }
        return picture.png()
    }
}

private let appendBytes: cairo_write_func_t = { file, bytes, count in
    guard let file = unsafe file, let bytes = unsafe bytes else { return CAIRO_STATUS_WRITE_ERROR }
    unsafe file.assumingMemoryBound(to: [UInt8].self).pointee
        .append(contentsOf: UnsafeBufferPointer(start: bytes, count: Int(count)))
    return CAIRO_STATUS_SUCCESS
}
