import KioskCore

/// Writes a part of a picture into a frame buffer's memory, in its format.
///
/// Nothing outside the part is touched, no padding and no neighbour. The memory is only written, never read:
/// on real panels it is write-combined and slow to read.
/// - Parameter memory: `geometry.length` bytes.
func copy(
    _ part: PixelRect, of frame: Bitmap, into memory: inout MutableRawSpan, _ geometry: FramebufferGeometry
) {
    let part = part.intersection(PixelRect(frame.size)).intersection(PixelRect(geometry.size))
    let format = geometry.format
    for y in part.y..<part.maxY {
        let source = frame.pixels.span.extracting(
            y * frame.size.width + part.x..<y * frame.size.width + part.maxX)
        let start = geometry.offset + y * geometry.stride + part.x * format.bytesPerPixel
        var row = memory._mutatingExtracting(start..<start + part.width * format.bytesPerPixel)
        if format.isNative {
            // Both are exactly one row's bytes long.
            unsafe row.withUnsafeMutableBytes { row in
                unsafe source.withUnsafeBytes { unsafe row.copyMemory(from: $0) }
            }
        } else if format.bytesPerPixel == 4 {
            for x in source.indices {
                row.storeBytes(
                    of: format.encode(source[x]).littleEndian, toByteOffset: x * 4, as: UInt32.self)
            }
        } else {
            for x in source.indices {
                let pixel = UInt16(truncatingIfNeeded: format.encode(source[x])).littleEndian
                row.storeBytes(of: pixel, toByteOffset: x * 2, as: UInt16.self)
            }
        }
    }
}
